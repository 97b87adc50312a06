import { annotations, ofItsOrganisation } from '../annotations.ts';
import { guarded, HELD_FOR, lastWord } from '../guarded.ts';
import type { RuleFile } from '../rule.ts';

const UP = 'up{job="vizora_remediator"}';

const escalated = guarded('vizora_remediation_escalated', [
  'org',
  'incident',
  'target_kind',
  'target_id',
  'action',
  'reason',
]);

const HEIGHT = 'vizora_remediator_journal_height{job="vizora_remediator"}';
const answers = `max by (job) (${UP} == 1)`;
const reconciled = `max by (job) (last_over_time(vizora_remediator_last_reconcile_success_timestamp_seconds[${HELD_FOR}]))`;
const RECONCILE_OVERDUE_SECONDS = 300;

/** The remediator: is it there, does it work, what is it repairing, and what has it given up? */
export const remediator: RuleFile = {
  name: 'remediator',
  groups: (durations, places) => [
    {
      name: 'remediation',
      interval: durations.incident_evaluation_interval,
      rules: [
        {
          alert: 'RemediationEscalated',
          expr: `(${escalated}) == 1`,
          labels: { severity: 'critical' },
          annotations: annotations(
            'RemediationEscalated',
            {
              summary: 'Automatic repair of {{ $labels.target_kind }}/{{ $labels.target_id }} has given up',
              description:
                '{{ $labels.action }} did not end {{ $labels.incident }} of {{ $labels.target_kind }}/' +
                '{{ $labels.target_id }} ({{ $labels.org }}): {{ $labels.reason }}. ' +
                'The machine leaves it to people now.',
            },
            places,
            ofItsOrganisation,
          ),
        },
        {
          alert: 'RemediationInProgress',
          expr: 'max by (action, target_kind, target_id) (vizora_remediation_in_progress) == 1',
          labels: { severity: 'none' },
          annotations: annotations(
            'RemediationInProgress',
            {
              summary: 'Repairing {{ $labels.target_kind }}/{{ $labels.target_id }}',
              description:
                '{{ $labels.action }} is at work. Nobody is told: this only holds back what people would ' +
                'otherwise hear about the same target meanwhile.',
            },
            places,
          ),
        },
      ],
    },
    {
      name: 'remediator',
      interval: durations.evaluation_interval,
      rules: [
        {
          alert: 'RemediatorDown',
          expr: `max by (job) (${UP} == 0)\nor\nabsent(${UP})`,
          for: durations.down_for,
          labels: { severity: 'critical', org: 'platform' },
          annotations: annotations(
            'RemediatorDown',
            {
              summary: 'The remediator does not answer',
              description:
                'Prometheus cannot scrape the remediator: nothing is repaired. ' +
                'Incidents reach people after their usual grace.',
            },
            places,
          ),
        },
        {
          alert: 'ReconcileFailing',
          expr: [
            `(time() - ${reconciled} > ${RECONCILE_OVERDUE_SECONDS} and on (job) ${answers})`,
            'or',
            `(${answers} unless on (job) ${reconciled})`,
          ].join('\n'),
          for: durations.stale_for,
          keep_firing_for: durations.first_look_hold,
          labels: { severity: 'critical', org: 'platform' },
          annotations: annotations(
            'ReconcileFailing',
            {
              summary: 'The remediator cannot ask Alertmanager what fires',
              description:
                'The remediator has not had an answer from any Alertmanager for five minutes. It acts on no ' +
                'alert that it cannot confirm there, so nothing is repaired, and lost deliveries stay lost.',
            },
            places,
          ),
        },
        {
          alert: 'JournalBroken',
          expr: `(${guarded('vizora_remediator_journal_intact', [])}) == 0`,
          labels: { severity: 'critical', org: 'platform' },
          annotations: annotations(
            'JournalBroken',
            {
              summary: "The remediator's journal is not as it was written",
              description:
                'A record of what was decided or done has been changed, removed or damaged. What the journal says ' +
                'from there on proves nothing. vizora-ops audit verify names the place.',
            },
            places,
          ),
        },
        {
          alert: 'JournalCut',
          expr: `max by (job) (max_over_time(${HEIGHT}[1d]))\n> on (job)\n(${lastWord(HEIGHT, ['job'])})`,
          labels: { severity: 'critical', org: 'platform' },
          annotations: annotations(
            'JournalCut',
            {
              summary: "The remediator's journal is shorter than it was",
              description:
                'It has fewer records than within the last day, and it never shrinks by itself: the newest were cut ' +
                'off, or an older copy was put in its place. Attempts and budgets are then those of the copy, too.',
            },
            places,
          ),
        },
        {
          alert: 'RemediatorStopped',
          expr: `(${guarded('vizora_remediator_stop_active', ['source'])}) == 1`,
          for: durations.stop_forgotten_for,
          labels: { severity: 'warning', org: 'platform' },
          annotations: annotations(
            'RemediatorStopped',
            {
              summary: 'Automatic repair has been stopped for a long time',
              description:
                'A global stop ({{ $labels.source }}) is in force. Whoever gave it may have forgotten to ' +
                'resume: until then nothing is repaired.',
            },
            places,
          ),
        },
      ],
    },
  ],
};
