import { annotations } from '../annotations.ts';
import type { RuleFile } from '../rule.ts';

const FAILED = 'vizora_notifications_failed_total';
/** Long enough for people to hear of it, as direct messages are few. */
const LATELY = '1h';

/** The monitoring itself. */
export const monitoring: RuleFile = {
  name: 'monitoring',
  groups: (durations, places) => [
    {
      name: 'monitoring',
      interval: durations.evaluation_interval,
      rules: [
        {
          alert: 'Watchdog',
          expr: 'vector(1)',
          labels: { severity: 'none', org: 'platform' },
          annotations: annotations(
            'Watchdog',
            {
              summary: 'Alerts travel from Prometheus to their receivers',
              description:
                'This alert always fires. Whoever no longer receives it knows that Prometheus, ' +
                'Alertmanager or the way between them is broken.',
            },
            places,
          ),
        },
        {
          alert: 'DirectNotificationFailing',
          // A failure that is the first of its kind makes a new series, of which there is no increase.
          expr: [
            `sum by (channel) (increase(${FAILED}[${LATELY}])) > 0`,
            'or',
            `sum by (channel) (${FAILED} unless ${FAILED} offset ${LATELY}) > 0`,
          ].join('\n'),
          labels: { severity: 'warning', org: 'platform' },
          annotations: annotations(
            'DirectNotificationFailing',
            {
              summary: 'A message over {{ $labels.channel }} could not be delivered',
              description:
                'The exporter sends the digest, and word of an Alertmanager that is away, by itself. Within the last ' +
                'hour {{ $labels.channel }} did not take such a message.',
            },
            places,
          ),
        },
      ],
    },
  ],
};
