import type { Severity } from '../../core/incidents.ts';
import { annotations } from '../annotations.ts';
import { guarded, lastWord } from '../guarded.ts';
import { DAY } from '../levels.ts';
import type { MonitoringPlaces } from '../places.ts';
import type { AlertingRule, RuleFile } from '../rule.ts';
import { heartbeats } from './heartbeats.ts';
import { nativeMetrics } from './native-metrics.ts';
import { predictions } from './predictions.ts';
import { stores } from './stores.ts';
import { traffic } from './traffic.ts';

/** 0 HEALTHY, 1 DEGRADED, 2 CRITICAL. */
const SYSTEM_STATUS = 'vizora:system_status';

const left = `(${lastWord('vizora_probe_tls_earliest_cert_expiry_timestamp_seconds', ['target'])}) - time()`;

const firing = (severity: Severity) =>
  `ALERTS{alertstate="firing", severity="${severity}", org_class!~"test|retired"}`;

/** Not every alert says of which class its organisation is. */
const ofNoCustomer = guarded('vizora_organization_info{org_class=~"test|retired"}', ['org']);

/** The platform as a whole, and what people reach it by. */
export const platform: RuleFile = {
  name: 'platform',
  groups: (durations, places) => [
    {
      name: 'platform',
      interval: durations.evaluation_interval,
      rules: [
        {
          record: SYSTEM_STATUS,
          expr: `max((2 * ${firing('critical')} or ${firing('warning')}) unless on (org) (${ofNoCustomer}))\nor\nvector(0)`,
        },
        expiring('warning', `${left} < ${14 * DAY} >= ${3 * DAY}`, places),
        expiring('critical', `${left} < ${3 * DAY}`, places),
      ],
    },
    traffic(durations, places),
    heartbeats(durations, places),
    stores(durations),
    predictions(durations, places),
    nativeMetrics(durations, places),
  ],
};

/** Of its two levels exactly one holds at any time, so neither waits. */
function expiring(severity: Severity, expr: string, places: MonitoringPlaces): AlertingRule {
  return {
    alert: 'CertificateExpiring',
    expr,
    labels: { severity, org: 'platform' },
    annotations: annotations(
      'CertificateExpiring',
      {
        summary: 'The certificate of the public {{ $labels.target }} address ends soon',
        description:
          'A certificate of the chain that the public {{ $labels.target }} address presents ends within two weeks, ' +
          'critical within three days. After that browsers and displays refuse to connect.',
      },
      places,
    ),
  };
}
