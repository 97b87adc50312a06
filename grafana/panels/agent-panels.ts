import type { PanelBuilder as TablePanel } from '@grafana/grafana-foundation-sdk/table';
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { seconds, words } from './cells.ts';
import { lines } from './lines.ts';
import { table } from './table.ts';
import { thresholds } from './thresholds.ts';

const ofAgent = (metric: string) => `max by (agent) (${metric})`;
const ofDay = (counter: string) => `round(sum by (agent) (increase(${counter}[24h])))`;

/** How each agent works. */
export const agentTable = (): TablePanel =>
  table({
    title: 'Agents',
    description:
      'How often each agent looks, when it last saw everything, and what came between within a day.',
    queries: [
      ofAgent('vizora_agent_enabled'),
      ofAgent('vizora_agent_interval_seconds'),
      `time() - ${ofAgent('vizora_agent_last_success_timestamp_seconds')}`,
      ofAgent('vizora_agent_last_run_duration_seconds'),
      ofDay('vizora_agent_runs_total'),
      ofDay('vizora_agent_runs_failed_total'),
      ofDay('vizora_agent_runs_skipped_total'),
      ofDay('vizora_agent_unexamined_total'),
    ],
    columns: [
      { field: 'agent', title: 'Agent' },
      {
        field: 'Value #A',
        title: 'Enabled',
        properties: [
          words([
            ['1', 'yes', 'green'],
            ['0', 'no', 'text'],
          ]),
        ],
      },
      { field: 'Value #B', title: 'Interval', properties: [seconds] },
      { field: 'Value #C', title: 'Saw all, ago', properties: [seconds] },
      { field: 'Value #D', title: 'Took', properties: [seconds] },
      { field: 'Value #E', title: 'Looks' },
      { field: 'Value #F', title: 'Failed', properties: [thresholds('green', [1, 'orange'])] },
      { field: 'Value #G', title: 'Skipped', properties: [thresholds('green', [1, 'orange'])] },
      { field: 'Value #H', title: 'Not examined', properties: [thresholds('green', [1, 'orange'])] },
    ],
    unit: 'short',
    absent: 'never',
  });

/** What agents judged. */
export const verdictLines = (): PanelBuilder[] => [
  lines({
    title: 'Verdicts',
    description:
      'Items by verdict in the last look of all agents. What is unknown keeps its incident, or has none.',
    queries: [['sum by (verdict) (vizora_agent_verdicts)', '{{verdict}}']],
    unit: 'short',
  }),
  lines({
    title: 'Incidents that came and went',
    description: 'Incidents that were opened, and that ended, in each interval.',
    queries: [
      ['sum(increase(vizora_incidents_opened_total[$__rate_interval]))', 'opened'],
      [
        'sum by (resolution) (increase(vizora_incidents_resolved_total[$__rate_interval]))',
        'ended: {{resolution}}',
      ],
    ],
    unit: 'short',
  }),
];
