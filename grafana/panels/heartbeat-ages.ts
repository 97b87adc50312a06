import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/bargauge';
import { gauges } from './gauges.ts';

const METRIC = 'vizora_displays_heartbeat_age';
/** The bounds that the exporter counts up to, and how people say what lies between one and the next. */
const BOUNDS = [
  ['60', 'up to 1 min'],
  ['150', '1 to 2.5 min'],
  ['900', '2.5 to 15 min'],
  ['3600', '15 min to 1 h'],
  ['86400', '1 h to 1 day'],
  ['604800', '1 to 7 days'],
  ['+Inf', 'older'],
] as const;

const upTo = (bound: string) => `sum(${METRIC}{org=~"$org", up_to="${bound}"})`;

/** How old the last heartbeats are. */
export const heartbeatAges = (): PanelBuilder =>
  gauges({
    title: 'Age of the last heartbeat',
    description:
      'Paired and enabled displays by how long they had been silent when they were read. ' +
      'Each display is in one bar; those that were never seen are in none.',
    queries: BOUNDS.map(([bound, legend], index) => {
      const before = BOUNDS[index - 1]?.[0];
      return [before === undefined ? upTo(bound) : `${upTo(bound)} - ${upTo(before)}`, legend] as const;
    }),
    unit: 'short',
    first: 'blue',
    steps: [],
    absent: 'unknown',
  });
