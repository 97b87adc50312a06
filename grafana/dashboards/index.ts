import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { finish } from '../finish.ts';
import { vizoraDisplay } from './vizora-display.ts';
import { vizoraFleet } from './vizora-fleet.ts';
import { vizoraObjectives } from './vizora-objectives.ts';
import { vizoraOps } from './vizora-ops.ts';
import { vizoraPlatform } from './vizora-platform.ts';
import { vizoraRemediation } from './vizora-remediation.ts';
import { vizoraWatching } from './vizora-watching.ts';

const ALL = [
  vizoraOps,
  vizoraFleet,
  vizoraDisplay,
  vizoraRemediation,
  vizoraObjectives,
  vizoraPlatform,
  vizoraWatching,
];

/** Every dashboard, as Grafana loads it. */
export const dashboards = (): Dashboard[] => ALL.map((dashboard) => finish(dashboard()));
