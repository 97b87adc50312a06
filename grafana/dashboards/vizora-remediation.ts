import type { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { frame } from '../frame.ts';
import { bars } from '../panels/bars.ts';
import { gauges } from '../panels/gauges.ts';
import { heading } from '../panels/heading.ts';
import { journalFigures } from '../panels/journal-figures.ts';
import { lines } from '../panels/lines.ts';
import { remediationFigures } from '../panels/remediation-figures.ts';
import { remediationHistory } from '../panels/remediation-history.ts';
import { decisionsByReason, repairsByOutcome } from '../panels/repairs-by-outcome.ts';
import { silencesTable } from '../panels/silences-table.ts';
import { listed, table } from '../panels/table.ts';

const PHASE = 'vizora_remediation_phase_duration_seconds';
const quantile = (share: number) =>
  `histogram_quantile(${share}, sum by (le, phase) (increase(${PHASE}_bucket[24h]))) >= 0`;
const budgetLeft = (window: 'hour' | 'day') =>
  gauges({
    title: `Budget left within the ${window}`,
    description: 'Executions that the budgets still allow, by action and of all together.',
    queries: [[`max by (action) (vizora_remediation_budget_left{window="${window}"})`, '{{action}}']],
    unit: 'short',
    first: 'red',
    steps: [
      [1, 'orange'],
      [2, 'green'],
    ],
    absent: 'unknown',
  });

/** What the machine does, how well, what bounds it, and whether its record can be believed. */
export function vizoraRemediation(): DashboardBuilder {
  const dashboard = frame({
    uid: 'vizora-remediation',
    title: 'Vizora remediation',
    description:
      'What was repaired and how long that took, what was refused and why, and what waits for people.',
  });
  for (const panel of remediationFigures()) dashboard.withPanel(panel);
  dashboard
    .withPanel(repairsByOutcome())
    .withPanel(decisionsByReason())
    .withPanel(remediationHistory())
    .withPanel(
      table({
        title: 'Given up',
        description:
          'What the machine leaves to people, and why. A row ends when the fault is verified gone.',
        queries: [
          'max by (org, incident, target_kind, target_id, action, reason) (vizora_remediation_escalated) == 1',
        ],
        columns: [
          { field: 'org', title: 'Organisation' },
          { field: 'incident', title: 'Incident' },
          { field: 'target_kind', title: 'Kind' },
          { field: 'target_id', title: 'Id' },
          { field: 'action', title: 'Action' },
          { field: 'reason', title: 'Why' },
        ],
        unit: 'short',
        absent: '-',
      }),
    )
    .withPanel(
      table({
        title: 'At work, and waiting for approval',
        description: 'Targets that are being repaired at this moment, and how many plans wait for a person.',
        queries: [
          'sum by (action) (vizora_remediation_in_progress)',
          'sum by (action) (vizora_remediation_proposals_waiting) > 0',
        ],
        columns: [
          { field: 'action', title: 'Action' },
          { field: 'Value #A', title: 'At work' },
          { field: 'Value #B', title: 'Waiting' },
        ],
        unit: 'short',
        absent: '-',
      }).span(12),
    )
    .withPanel(
      table({
        title: 'Why nothing is done',
        description: 'Stops, maintenance and mass failures that are in force.',
        queries: [
          listed(
            ['stop', 'vizora_remediator_stop_active == 1', 'source'],
            ['maintenance', 'vizora_remediator_maintenance_active == 1', 'source'],
            ['mass failure', 'vizora_remediation_mass_failure_active == 1', 'org', 'action'],
          ),
        ],
        columns: [
          { field: 'kind', title: 'Kind' },
          { field: 'what', title: 'By, or of what' },
        ],
        unit: 'short',
        absent: '-',
      }).span(12),
    )
    .withPanel(silencesTable())
    .withRow(heading('How long it takes'))
    .withPanel(
      table({
        title: 'Time to repair by phase',
        description:
          'Of a day: until the alert arrived, until it was decided, until it was done, and until it was verified. ' +
          'Of a longer one than half an hour only that is known.',
        queries: [
          quantile(0.5),
          quantile(0.95),
          `sum by (phase) (increase(${PHASE}_sum[24h])) / (sum by (phase) (increase(${PHASE}_count[24h])) > 0)`,
          `sum by (phase) (increase(${PHASE}_count[24h]))`,
        ],
        columns: [
          { field: 'phase', title: 'Phase' },
          { field: 'Value #A', title: 'Half within', properties: [{ id: 'unit', value: 's' }] },
          { field: 'Value #B', title: '95 % within', properties: [{ id: 'unit', value: 's' }] },
          { field: 'Value #C', title: 'Mean', properties: [{ id: 'unit', value: 's' }] },
          { field: 'Value #D', title: 'Repairs', properties: [{ id: 'decimals', value: 0 }] },
        ],
        unit: 'short',
        absent: '-',
      }).span(12),
    )
    .withPanel(
      lines({
        title: 'Mean time by phase',
        description: 'How long the repairs took that ended at each moment; nothing where none did.',
        queries: [
          [
            `sum by (phase) (increase(${PHASE}_sum[$__rate_interval]))` +
              ` / (sum by (phase) (increase(${PHASE}_count[$__rate_interval])) > 0)`,
            '{{phase}}',
          ],
        ],
        unit: 's',
      }),
    )
    .withRow(heading('What bounds it'))
    .withPanel(budgetLeft('hour'))
    .withPanel(budgetLeft('day'))
    .withPanel(
      table({
        title: 'Decisions of 24 h',
        description: 'How many times each answer was given for each action: `act`, or the gate that refused.',
        queries: ['round(sum by (action, reason) (increase(vizora_remediation_decisions_total[24h]))) > 0'],
        columns: [
          { field: 'action', title: 'Action' },
          { field: 'reason', title: 'Reason' },
          { field: 'Value', title: 'Decisions' },
        ],
        unit: 'short',
        absent: '-',
      }),
    )
    .withRow(heading('Whether it hears, and whether its record can be believed'));
  for (const panel of journalFigures()) dashboard.withPanel(panel);
  return dashboard
    .withPanel(
      bars(
        {
          title: 'Deliveries',
          description: 'Webhook requests of Alertmanager by the status that they were answered with.',
        },
        'vizora_remediator_deliveries_total',
        'code',
      ),
    )
    .withPanel(
      lines({
        title: 'Alerts that arrived',
        description:
          'Alerts that webhooks brought in each interval, and times when no Alertmanager could be asked.',
        queries: [
          ['sum by (status) (increase(vizora_remediator_alerts_total[$__rate_interval]))', '{{status}}'],
          [
            'sum(increase(vizora_remediator_reconcile_failures_total[$__rate_interval]))',
            'could not be asked',
          ],
        ],
        unit: 'short',
      }),
    );
}
