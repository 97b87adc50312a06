#!/usr/bin/env node
import { launch } from './launch.mjs';

launch('prometheus/main.js');
