import type { AgentAlerts } from '../incident-alert.ts';

/** The ways on which people and the platform hear of us. */
export const opsReporter: AgentAlerts = {
  agent: 'ops-reporter',
  alerts: [
    {
      incident: 'status_not_delivered',
      severity: 'warning',
      summary: 'The status document does not arrive at the platform',
      description:
        'The document behind the operations page of the dashboard could not be posted for minutes, or did not stay ' +
        'where it was posted. The page shows what was last there, and "unknown" after an hour.',
    },
    {
      incident: 'alertmanager_unreachable',
      severity: 'critical',
      summary: 'The exporter cannot reach any Alertmanager',
      description:
        'No Alertmanager has answered the exporter for minutes: alerts may reach nobody, and nothing is repaired. ' +
        'It was told directly where Slack or email is configured.',
    },
    {
      incident: 'digest_not_sent',
      severity: 'warning',
      summary: 'The daily digest could not be sent',
      description:
        'The mail server has not taken the last daily digest. Whatever is told only there, such as dormant ' +
        'displays, has reached nobody.',
    },
    {
      incident: 'channel_not_configured',
      severity: 'warning',
      summary: 'No channel is configured on which people are told',
      description:
        'Neither Slack nor email is configured: when Alertmanager is away nobody is told of it, and the daily digest ' +
        'reaches nobody.',
    },
  ],
};
