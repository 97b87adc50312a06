import type { AgentAlerts } from '../incident-alert.ts';

/** Services and their processes: restarted when they are dead, left alone when a person stopped them. */
export const healthGuardian: AgentAlerts = {
  agent: 'health-guardian',
  alerts: [
    {
      incident: 'service_down',
      severity: 'critical',
      remediation: 'restart_process',
      summary: 'The service {{ $labels.target_id }} does not answer',
      description:
        'The liveness probe of {{ $labels.target }} fails on loopback, three looks in a row. ' +
        'Its process is restarted automatically where that is allowed.',
    },
    {
      incident: 'process_errored',
      severity: 'critical',
      remediation: 'restart_process',
      summary: 'PM2 has given up on {{ $labels.target_id }}',
      description:
        'PM2 shows {{ $labels.target }} as errored and no longer restarts it. ' +
        'It is restarted automatically where that is allowed.',
    },
    {
      incident: 'process_stopped',
      severity: 'warning',
      summary: '{{ $labels.target_id }} is stopped in PM2',
      description:
        'PM2 shows {{ $labels.target }} as stopped, which is what a person does on purpose. ' +
        'It is left alone until a person starts it.',
    },
    {
      incident: 'process_missing',
      severity: 'critical',
      summary: 'PM2 does not know {{ $labels.target_id }}',
      description:
        'The configuration expects {{ $labels.target }}, and PM2 has no such app. ' +
        'No automatic repair exists: only a deployment brings it back.',
    },
  ],
};
