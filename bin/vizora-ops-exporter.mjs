#!/usr/bin/env node
import { launch } from './launch.mjs';

launch('exporter/main.js', { resident: true });
