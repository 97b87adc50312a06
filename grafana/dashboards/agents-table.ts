import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { seconds, table } from '../panels/table.ts';
import { greenUntilSteps } from '../panels/thresholds.ts';

const age = 'time() - max by (agent) (vizora_agent_last_run_timestamp_seconds)';
const interval = 'max by (agent) (vizora_agent_interval_seconds)';

/** How fresh the eyes are. */
export function agentsTable(): PanelBuilder {
  return table({
    title: 'Agents',
    description:
      'When each agent last ended a look. Red from twice its interval on, when AgentStale is on its way; ' +
      'an agent without a figure never looked.',
    queries: [
      interval,
      age,
      `(${age}) / on (agent) clamp_min(${interval}, 30)`,
      'max by (agent) (vizora_agent_last_run_duration_seconds)',
      'min by (agent) (vizora_agent_scan_complete)',
    ],
    columns: [
      { field: 'agent', title: 'Agent' },
      { field: 'Value #A', title: 'Interval', properties: [seconds] },
      { field: 'Value #B', title: 'Last look', properties: [seconds] },
      {
        field: 'Value #C',
        title: 'Of interval',
        properties: [
          { id: 'unit', value: 'percentunit' },
          { id: 'decimals', value: 0 },
          { id: 'custom.cellOptions', value: { type: 'color-background' } },
          {
            id: 'thresholds',
            value: { mode: 'absolute', steps: greenUntilSteps([1.5, 'orange'], [2, 'red']) },
          },
        ],
      },
      { field: 'Value #D', title: 'Took', properties: [seconds] },
      {
        field: 'Value #E',
        title: 'Saw everything',
        properties: [
          {
            id: 'mappings',
            value: [
              {
                type: 'value',
                options: {
                  '1': { text: 'yes', color: 'green', index: 0 },
                  '0': { text: 'no', color: 'red', index: 1 },
                },
              },
            ],
          },
        ],
      },
    ],
    unit: 'short',
    absent: 'never',
  })
    .span(12)
    .height(8);
}
