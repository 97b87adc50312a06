import { annotations } from '../annotations.ts';
import type { Durations } from '../durations.ts';
import { NATIVE_SERVICES } from '../native-services.ts';
import type { MonitoringPlaces } from '../places.ts';
import type { RuleGroup } from '../rule.ts';

/** What every installation that exposes metrics at all is known to show from its start on. */
const missing = NATIVE_SERVICES.flatMap(({ service, job, start }) => [
  `label_replace(up{job="${job}"} == 0, "target_id", "${service}", "", "")`,
  `label_replace(up{job="${job}"} == 1 unless on (job) ${start}{job="${job}"}, "target_id", "${service}", "", "")`,
]);

/** Are there metrics of the platform's own? Without them nothing else is told of them. */
export const nativeMetrics = (durations: Durations, places: MonitoringPlaces): RuleGroup => ({
  name: 'platform-native-metrics',
  interval: durations.platform_scrape_interval,
  rules: [
    {
      alert: 'PlatformMetricsMissing',
      expr: `max by (target_id) (${missing.join('\nor\n')})`,
      for: durations.blind_for,
      labels: { severity: 'info', org: 'platform', target_kind: 'service' },
      annotations: annotations(
        'PlatformMetricsMissing',
        {
          summary: 'The service {{ $labels.target_id }} shows no metrics of its own',
          description:
            'Prometheus gets no metrics from {{ $labels.target_id }}, or not those that are known: its errors, its ' +
            'speed and the flow of heartbeats are not watched. What the exporter looks at itself is.',
        },
        places,
      ),
    },
  ],
});
