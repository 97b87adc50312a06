import { annotations } from '../annotations.ts';
import type { RuleFile } from '../rule.ts';

const FAILED = 'vizora_notifications_failed_total';
/** Long enough for people to hear of it, as direct messages are few. */
const LATELY = '1h';

const WINDOW = '15m';
/** One delivery that is lost while its receiver starts again is not worth a word. */
const LOST_SHARE = 0.05;

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
        {
          alert: 'NotificationsFailing',
          expr: [
            `sum by (instance, integration) (rate(alertmanager_notifications_failed_total[${WINDOW}]))`,
            '/',
            `sum by (instance, integration) (rate(alertmanager_notifications_total[${WINDOW}])) > ${LOST_SHARE}`,
          ].join('\n'),
          labels: { severity: 'warning', org: 'platform' },
          annotations: annotations(
            'NotificationsFailing',
            {
              summary: 'Alertmanager does not get messages through over {{ $labels.integration }}',
              description:
                '{{ $value | humanizePercentage }} of what {{ $labels.instance }} sent over ' +
                '{{ $labels.integration }} within the last 15 minutes was not taken: whoever is told on that way ' +
                'hears late, or nothing.',
            },
            places,
          ),
        },
        {
          alert: 'NotificationTestFailed',
          // An exporter that starts again shows at once what it remembers.
          expr: 'min by (way) (last_over_time(vizora_notification_test_delivered[5m])) == 0',
          labels: { severity: 'warning', org: 'platform' },
          annotations: annotations(
            'NotificationTestFailed',
            {
              summary: 'The daily test does not get through over {{ $labels.way }}',
              description:
                'The test message over {{ $labels.way }} did not get through from every Alertmanager. It is tried ' +
                'again each hour; until then whatever is told on that way may reach nobody.',
            },
            places,
          ),
        },
      ],
    },
  ],
};
