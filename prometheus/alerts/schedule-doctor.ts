import type { AgentAlerts } from '../incident-alert.ts';

/** Schedules that claim screens which are no longer theirs, or give them nothing. */
export const scheduleDoctor: AgentAlerts = {
  agent: 'schedule-doctor',
  alerts: [
    {
      incident: 'schedule_past_end',
      severity: 'warning',
      remediation: 'deactivate_schedule',
      summary: 'A schedule of {{ $labels.org }} is active past its end',
      description:
        'The schedule {{ $labels.target }} ({{ $labels.target_id }}) of {{ $labels.org }} is active ' +
        'although its end date has passed. It is switched off automatically where that is allowed.',
    },
    {
      incident: 'schedule_orphaned',
      severity: 'warning',
      remediation: 'deactivate_schedule',
      summary: 'A schedule of {{ $labels.org }} aims at a display that is gone',
      description:
        'The schedule {{ $labels.target }} ({{ $labels.target_id }}) of {{ $labels.org }} is active, and the ' +
        'platform says that its display does not exist. It is switched off automatically where that is allowed.',
    },
    {
      incident: 'schedule_target_unreachable',
      severity: 'warning',
      summary: 'A schedule of {{ $labels.org }} reaches no display',
      description:
        'The schedule {{ $labels.target }} ({{ $labels.target_id }}) of {{ $labels.org }} is active, and aims at a ' +
        'group without members or a display that is disabled or was never paired: nobody sees it.',
    },
    {
      incident: 'schedule_empty_playlist',
      severity: 'warning',
      summary: 'A schedule of {{ $labels.org }} plays nothing',
      description:
        'The schedule {{ $labels.target }} ({{ $labels.target_id }}) of {{ $labels.org }} is active, and its ' +
        'playlist holds nothing that can be delivered: while it is in force its displays are dark.',
    },
    {
      incident: 'schedule_conflict',
      severity: 'warning',
      summary: 'Two schedules of {{ $labels.org }} claim one display at the same time',
      description:
        'The schedule {{ $labels.target }} ({{ $labels.target_id }}) of {{ $labels.org }} overlaps with another of ' +
        'the same priority on the same display: which of them is shown is left to chance.',
    },
  ],
};
