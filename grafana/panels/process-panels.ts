import type { PanelBuilder as TablePanel } from '@grafana/grafana-foundation-sdk/table';
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { bytes, coloured, seconds, share, words } from './cells.ts';
import { lines } from './lines.ts';
import { table } from './table.ts';
import { thresholds } from './thresholds.ts';

const of = 'max by (name, pm_id)';

/** What PM2 runs. */
export const processTable = (): TablePanel =>
  table({
    title: 'Processes',
    description: 'What PM2 told of each process the last time; nothing while its daemon does not answer.',
    queries: [
      'max by (name, pm_id, status) (vizora_pm2_process_status) == 1',
      `time() - ${of} (vizora_pm2_process_start_timestamp_seconds)`,
      `${of} (vizora_pm2_process_restarts)`,
      `${of} (vizora_pm2_process_resident_memory_bytes)`,
      `${of} (vizora_pm2_process_resident_memory_bytes) / ${of} (vizora_pm2_process_memory_limit_bytes)`,
    ],
    columns: [
      { field: 'name', title: 'Process' },
      { field: 'pm_id', title: 'Id' },
      {
        field: 'status',
        title: 'Status',
        properties: [
          ...coloured,
          words([
            ['online', 'online', 'green'],
            ['stopped', 'stopped', 'orange'],
            ['errored', 'errored', 'red'],
          ]),
        ],
      },
      { field: 'Value #B', title: 'Up for', properties: [seconds] },
      { field: 'Value #C', title: 'Restarts' },
      { field: 'Value #D', title: 'Memory', properties: [bytes] },
      {
        field: 'Value #E',
        title: 'Of limit',
        properties: [...share, ...coloured, thresholds('green', [0.85, 'orange'], [0.95, 'red'])],
      },
    ],
    unit: 'short',
    absent: '-',
  });

/** How processes fare over time. */
export const processLines = (): PanelBuilder[] => [
  lines({
    title: 'Memory of processes',
    description: 'Resident memory as PM2 reports it, and the least limit above which it restarts one.',
    queries: [
      [`${of} (vizora_pm2_process_resident_memory_bytes)`, '{{name}} {{pm_id}}'],
      ['min(vizora_pm2_process_memory_limit_bytes)', 'least limit'],
    ],
    unit: 'bytes',
  }),
  lines({
    title: 'Memory as services tell it',
    description: 'Resident memory of the API, the larger of its two workers, and of the gateway.',
    queries: [
      ['max(max_over_time(process_resident_memory_bytes{job="vizora_middleware"}[5m]))', 'API'],
      ['max(vizora_realtime_process_resident_memory_bytes{job="vizora_realtime"})', 'gateway'],
    ],
    unit: 'bytes',
  }),
  lines({
    title: 'Restarts',
    description: 'Restarts that PM2 counted in each interval, those of ours among them.',
    queries: [['sum by (name) (increase(vizora_pm2_process_restarts[$__rate_interval]))', '{{name}}']],
    unit: 'short',
  }),
  lines({
    title: 'Event loop',
    description:
      'How late the event loop was in the worst hundredth of the time; of the API the worse of its workers.',
    queries: [
      ['max(max_over_time(nodejs_eventloop_lag_p99_seconds{job="vizora_middleware"}[5m]))', 'API'],
      ['max(vizora_realtime_nodejs_eventloop_lag_p99_seconds{job="vizora_realtime"})', 'gateway'],
    ],
    unit: 's',
    steps: [[0.5, 'orange']],
  }),
];
