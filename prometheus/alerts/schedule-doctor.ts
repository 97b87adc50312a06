import type { AgentAlerts } from '../incident-alert.ts';

/** Schedules that claim screens which are no longer theirs. */
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
  ],
};
