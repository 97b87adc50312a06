import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { figure } from './figure.ts';

/** Is what we know whole, fresh and on time? */
export const watchingFigures = (): PanelBuilder[] => [
  figure({
    title: 'State restored',
    description: 'Whether the exporter still knew after its last start what had been open before.',
    expr: 'min(vizora_exporter_state_restored)',
    unit: 'short',
    steps: [[1, 'green']],
    first: 'red',
    absent: 'unknown',
    meanings: [
      ['1', 'yes', 'green'],
      ['0', 'lost', 'red'],
    ],
  }),
  figure({
    title: 'Metrics that failed',
    description:
      'Metrics that could not be collected in the last scrape, of exporter and remediator together.',
    expr: 'sum(vizora_metrics_failed)',
    unit: 'short',
    steps: [[1, 'red']],
    absent: 'unknown',
  }),
  figure({
    title: 'Clock skew',
    description: 'How far our clock is from that of the API or of the database, the larger of both.',
    expr: 'max(abs(vizora_clock_skew_seconds))',
    unit: 's',
    steps: [
      [5, 'orange'],
      [30, 'red'],
    ],
    absent: 'unknown',
  }),
  figure({
    title: 'Self-check, ago',
    description:
      'How long ago it was last found out whether the platform offers what checks and actions need.',
    expr: 'time() - max(vizora_self_check_timestamp_seconds)',
    unit: 's',
    steps: [
      [93_600, 'orange'],
      [180_000, 'red'],
    ],
    absent: 'never',
  }),
  figure({
    title: 'Status delivered, ago',
    description:
      'How long ago the status document was last seen to stand where it was posted: every five minutes.',
    expr: 'time() - max(vizora_status_last_delivered_timestamp_seconds)',
    unit: 's',
    steps: [
      [600, 'orange'],
      [1_800, 'red'],
    ],
    absent: 'never',
  }),
  figure({
    title: 'Organisations told, ago',
    description:
      'How long ago the platform last told which organisations it has; never where no super admin is configured.',
    expr: 'time() - max(vizora_organizations_known_timestamp_seconds)',
    unit: 's',
    steps: [
      [93_600, 'orange'],
      [180_000, 'red'],
    ],
    absent: 'never',
  }),
];
