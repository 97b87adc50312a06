import type { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { frame } from '../frame.ts';
import { bars } from '../panels/bars.ts';
import { coloured, seconds } from '../panels/cells.ts';
import { heading } from '../panels/heading.ts';
import { lines } from '../panels/lines.ts';
import { table } from '../panels/table.ts';
import { thresholds } from '../panels/thresholds.ts';

const LEFT = 'objective:error_budget_remaining:ratio30d';
const REPAIR = 'vizora_remediation_repair_duration_seconds';
const of = (metric: string) => `max by (objective, target_id) (${metric})`;
const burn = (range: string) => of(`objective:burn_rate:ratio${range}`);
const quantile = (share: number) =>
  `histogram_quantile(${share}, sum by (le, action) (increase(${REPAIR}_bucket[24h]))) >= 0`;

const RATE = [
  { id: 'decimals', value: 1 },
  thresholds('green', [1, 'orange'], [6, 'red']),
  ...coloured,
] as const;

/** What is promised, what was kept of it, and how fast the rest is used. */
export function vizoraObjectives(): DashboardBuilder {
  return frame({
    uid: 'vizora-objectives',
    title: 'Vizora objectives',
    description:
      'What is promised of services, fleets and repairs over thirty days, and how much of it is left.',
  })
    .withPanel(
      table({
        title: 'Objectives',
        description:
          'What was good of all that is known of thirty days, what is left of the budget (below 0 it is broken), and how ' +
          'many times as fast as allowed it is being used. Of what nobody could look at there is no figure.',
        queries: [of('objective:good:ratio30d'), of(LEFT), burn('1h'), burn('6h'), burn('3d')],
        columns: [
          { field: 'objective', title: 'Objective' },
          { field: 'target_id', title: 'Of' },
          {
            field: 'Value #A',
            title: 'Good in 30 d',
            properties: [
              { id: 'unit', value: 'percentunit' },
              { id: 'decimals', value: 2 },
            ],
          },
          {
            field: 'Value #B',
            title: 'Budget left',
            properties: [
              { id: 'unit', value: 'percentunit' },
              { id: 'decimals', value: 0 },
              thresholds('red', [0, 'orange'], [0.25, 'green']),
              ...coloured,
            ],
          },
          { field: 'Value #C', title: 'Burn of 1 h', properties: RATE },
          { field: 'Value #D', title: 'Burn of 6 h', properties: RATE },
          { field: 'Value #E', title: 'Burn of 3 d', properties: RATE },
        ],
        unit: 'short',
        absent: 'unknown',
        order: ['Budget left', 'least'],
      }),
    )
    .withPanel(
      lines({
        title: 'Budget left',
        description:
          'How the budget of thirty days goes; what is drawn below zero is not possible to keep any more.',
        queries: [[of(LEFT), '{{objective}} {{target_id}}']],
        unit: 'percentunit',
      }).min(-1),
    )
    .withPanel(
      lines({
        title: 'Burn of an hour',
        description:
          'How many times as fast as allowed. Above 14.4 for five minutes and for an hour people are called.',
        queries: [[burn('1h'), '{{objective}} {{target_id}}']],
        unit: 'short',
        steps: [[14.4, 'red']],
      }),
    )
    .withRow(heading('Repairs'))
    .withPanel(
      table({
        title: 'Time to repair',
        description:
          'Of a day: from when the alert reached the machine until the repair was verified, of repairs that helped. ' +
          'Promised are fifteen minutes for nine of ten.',
        queries: [quantile(0.5), quantile(0.9), `sum by (action) (increase(${REPAIR}_count[24h]))`],
        columns: [
          { field: 'action', title: 'Action' },
          { field: 'Value #A', title: 'Half within', properties: [seconds] },
          { field: 'Value #B', title: 'Nine of ten within', properties: [seconds] },
          { field: 'Value #C', title: 'Repairs', properties: [{ id: 'decimals', value: 0 }] },
        ],
        unit: 'short',
        absent: 'none',
      }).span(12),
    )
    .withPanel(
      bars(
        {
          title: 'Taken back by people',
          description: 'What the machine did and a person undid. None is promised: each is told.',
        },
        'vizora_remediations_undone_total',
        'action',
      ),
    );
}
