import { annotations, ofItsOrganisation } from '../annotations.ts';
import { guarded } from '../guarded.ts';
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

/** The remediator: is it there, what is it repairing, and what has it given up? */
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
      ],
    },
  ],
};
