import type { AgentAlerts } from '../incident-alert.ts';
import { DAY, HOUR, MINUTE } from '../levels.ts';

/** Displays: those that are silent, report an error, or have nothing to show. */
export const fleetManager: AgentAlerts = {
  agent: 'fleet-manager',
  alerts: [
    {
      incident: 'display_offline',
      severity: {
        by: 'age',
        steps: [
          // Later a command reaches nobody; earlier silence may end by itself.
          { from: 15 * MINUTE, severity: 'warning', remediation: 'reconnect_display' },
          { from: HOUR, severity: 'critical' },
          {
            from: 7 * DAY,
            severity: 'info',
            told_as: {
              alert: 'DisplayDormant',
              summary: 'A display of {{ $labels.org }} has been silent for more than a week',
              description:
                'The display {{ $labels.target }} ({{ $labels.target_id }}) of {{ $labels.org }} has sent no ' +
                'heartbeat for more than a week. It is no longer told as an outage: repair it, or disable it.',
            },
          },
        ],
      },
      summary: 'A display of {{ $labels.org }} is offline',
      description:
        'The display {{ $labels.target }} ({{ $labels.target_id }}) of {{ $labels.org }} at {{ $labels.site }} has ' +
        'sent no heartbeat for 15 minutes at least, critical from an hour on. It is asked to reload automatically ' +
        'within that hour where that is allowed.',
    },
    {
      incident: 'display_error',
      severity: 'warning',
      remediation: 'reset_display',
      summary: 'A display of {{ $labels.org }} reports an error',
      description:
        'The display {{ $labels.target }} ({{ $labels.target_id }}) of {{ $labels.org }} at {{ $labels.site }} has ' +
        'the status error. What it shows is not known. Its status is reset automatically where that is allowed.',
    },
    {
      incident: 'site_offline',
      severity: {
        by: 'age',
        steps: [
          { severity: 'critical' },
          {
            from: 7 * DAY,
            severity: 'info',
            told_as: {
              alert: 'SiteDormant',
              summary: 'No display of {{ $labels.target_id }} has been heard of for more than a week',
              description:
                'No display of the {{ $labels.target_kind }} {{ $labels.target_id }} ({{ $labels.org }}) has sent a ' +
                'heartbeat for more than a week. It is no longer told as an outage: revive the place, or give it up.',
            },
          },
        ],
      },
      summary: 'All displays of {{ $labels.target_kind }} {{ $labels.target_id }} are offline',
      description:
        'No display of the {{ $labels.target_kind }} {{ $labels.target_id }} ({{ $labels.org }}) is heard of. That is ' +
        'power, network or the gateway rather than the displays, whose own alerts are held back meanwhile.',
    },
    {
      incident: 'display_without_content',
      severity: 'warning',
      summary: 'A display of {{ $labels.org }} has nothing to show',
      description:
        'The display {{ $labels.target }} ({{ $labels.target_id }}) of {{ $labels.org }} at {{ $labels.site }} is ' +
        'online, and neither a schedule nor a playlist gives it anything that can be delivered.',
    },
  ],
};
