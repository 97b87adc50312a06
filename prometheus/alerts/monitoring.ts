import { annotations } from '../annotations.ts';
import type { RuleFile } from '../rule.ts';

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
      ],
    },
  ],
};
