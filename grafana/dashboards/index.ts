import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { finish } from '../finish.ts';
import { vizoraOps } from './vizora-ops.ts';

/** Every dashboard, as Grafana loads it. */
export const dashboards = (): Dashboard[] => [finish(vizoraOps())];
