import type { AgentAlerts } from '../incident-alert.ts';

/** Services, what they stand on, and their processes: restarted when they are dead, left alone when a person stopped them. */
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
      incident: 'service_stuck',
      severity: 'critical',
      remediation: 'restart_process',
      summary: 'The service {{ $labels.target_id }} does not come back to what it needs',
      description:
        '{{ $labels.target }} lives, but stays unready and blames Redis or the database, which is well. The ' +
        'gateway never reconnects to Redis after a longer outage: it is restarted automatically where that is allowed.',
    },
    {
      incident: 'dependency_down',
      severity: 'critical',
      summary: 'The platform cannot reach a server it needs: {{ $labels.target_id }}',
      description:
        'The services say that they cannot reach it, or our own connection confirms it ("undisclosed" is what the ' +
        'middleware does not name). Restarting services does not help, and is not tried.',
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
    {
      incident: 'process_memory_high',
      severity: 'warning',
      remediation: 'reload_process',
      summary: '{{ $labels.target_id }} is close to its memory limit',
      description:
        '{{ $labels.target }} has used nearly all the memory that PM2 allows it for minutes. ' +
        'At the limit PM2 restarts it, whatever it is doing. It is reloaded before that, where that is allowed.',
    },
    {
      incident: 'restart_storm',
      severity: 'critical',
      summary: '{{ $labels.target_id }} keeps restarting',
      description:
        'PM2 has restarted {{ $labels.target }} again and again within minutes, our own restarts not counted. ' +
        'The machine does not add to it: something makes it die.',
    },
    {
      incident: 'edge_unreachable',
      severity: 'critical',
      summary: 'The public address of {{ $labels.target_id }} does not answer',
      description:
        '{{ $labels.target }} is well on loopback, and cannot be reached as people reach it. ' +
        'It is the proxy, its certificate, DNS or the network: restarting the service does not help.',
    },
  ],
};
