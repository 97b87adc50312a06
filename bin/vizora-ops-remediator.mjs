#!/usr/bin/env node
import { launch } from './launch.mjs';

launch('remediator/main.js', { resident: true });
