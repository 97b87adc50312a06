import type { Severity } from '../../core/incidents.ts';
import { type AlertText, annotations } from '../annotations.ts';
import type { Durations } from '../durations.ts';
import { grown, perSecond, WINDOW } from '../growth.ts';
import { asked, NATIVE_SERVICES, type NativeService } from '../native-services.ts';
import { appsOf, type MonitoringPlaces } from '../places.ts';
import type { AlertingRule, RecordingRule, RuleGroup } from '../rule.ts';

const REQUESTS = `service_class:http_requests:increase${WINDOW}`;
const SHARE = `service_class:http_requests:ratio${WINDOW}`;
const BUCKETS = `service_le:http_request_duration_seconds_bucket:increase${WINDOW}`;
const LAG = `service:eventloop_lag_p99_seconds:avg${WINDOW}`;
const quantileOf = (percent: number) => `service:http_request_duration_seconds:p${percent}_${WINDOW}`;

/** From so many requests and errors on within the window a share or a quantile says anything. */
const LEAST_REQUESTS = 20;
const LEAST_ERRORS = 5;
const SLOW_SECONDS = 2;
const LAGGING_SECONDS = 0.5;

/** What the API and the gateway count of their own work. */
export function traffic(durations: Durations, places: MonitoringPlaces): RuleGroup {
  return {
    name: 'platform-traffic',
    interval: durations.platform_scrape_interval,
    rules: [
      ...NATIVE_SERVICES.flatMap((service) => counted(service, places)),
      {
        record: SHARE,
        expr: `${REQUESTS} / on (service) group_left () (sum by (service) (${REQUESTS}) > 0)`,
      },
      ...[50, 95, 99].map((percent) => ({
        record: quantileOf(percent),
        expr: `histogram_quantile(${percent / 100}, ${BUCKETS}) >= 0`,
      })),
      {
        record: 'app:pm2_process_restarts:increase1h',
        expr: 'sum by (name) (increase(vizora_pm2_process_restarts[1h]))',
      },
      failing('warning', '> 0.05', durations, places),
      failing('critical', '> 0.25', durations, places),
      symptom('RequestsSlow', `${quantileOf(95)} > ${SLOW_SECONDS}\n${withTraffic}`, SLOW, durations, places),
      symptom('EventLoopLagging', `${LAG} > ${LAGGING_SECONDS}`, LAGGING, durations, places),
    ],
  };
}

/** What is recorded of one service, under its name. */
function counted(native: NativeService, places: MonitoringPlaces): readonly RecordingRule[] {
  const { service, job, requests, durations, memory, lag } = native;
  const labels = { service };
  const byClass = `label_replace(${grown(asked(requests, native), native)}, "class", "\${1}xx", "status", "(.).*")`;
  return [
    { record: REQUESTS, expr: `sum by (class) (${byClass})`, labels },
    {
      record: `service:http_requests:rate${WINDOW}`,
      expr: `${perSecond(`sum(${REQUESTS}{service="${service}"})`)} * on () ${workersOf(native, places)}`,
      labels,
    },
    { record: BUCKETS, expr: `sum by (le) (${grown(asked(durations, native), native)})`, labels },
    {
      record: `service:process_resident_memory_bytes:max${WINDOW}`,
      expr: `max(max_over_time(${memory}{job="${job}"}[${WINDOW}]))`,
      labels,
    },
    { record: LAG, expr: `avg(avg_over_time(${lag}{job="${job}"}[${WINDOW}]))`, labels },
  ];
}

/** Who serves alike with the one that is counted, as PM2 knows; one where nobody can ask it. */
function workersOf({ service }: NativeService, places: MonitoringPlaces): string {
  const app = appsOf(places).find(([name]) => name === service)?.[1] ?? '';
  return `(count(vizora_pm2_process_status{name="${app}", status="online"}) or vector(1))`;
}

const withTraffic = `and on (service) (sum by (service) (${REQUESTS}) >= ${LEAST_REQUESTS})`;

/** What the platform says it did not do; what it would not do (4xx) is the asker's affair. */
function failing(
  severity: Severity,
  share: string,
  durations: Durations,
  places: MonitoringPlaces,
): AlertingRule {
  const expr = [
    `${SHARE}{class="5xx"} ${share}`,
    `and ${REQUESTS}{class="5xx"} >= ${LEAST_ERRORS}`,
    withTraffic,
  ].join('\n');
  return symptom('ServerErrorsHigh', expr, FAILING, durations, places, severity);
}

function symptom(
  alert: string,
  expr: string,
  text: AlertText,
  durations: Durations,
  places: MonitoringPlaces,
  severity: Severity = 'warning',
): AlertingRule {
  return {
    alert,
    // On the rule a template would lose the alert's age over a restart of an older Prometheus.
    expr: `label_replace(${expr}, "target_id", "$1", "service", "(.+)")`,
    for: durations.symptom_for,
    labels: { severity, org: 'platform', target_kind: 'service' },
    annotations: annotations(alert, text, places),
  };
}

const FAILING: AlertText = {
  summary: 'The service {{ $labels.target_id }} answers many requests with an error of its own',
  description:
    '{{ $value | humanizePercentage }} of what {{ $labels.target_id }} was asked within ten minutes ended with a ' +
    'status of 500 or above; critical from a quarter on. Whoever asked got nothing, or does not know.',
};

const SLOW: AlertText = {
  summary: 'The service {{ $labels.target_id }} is slow',
  description:
    'One request in twenty to {{ $labels.target_id }} takes longer than {{ $value | humanizeDuration }}. The dashboard ' +
    'feels stuck, and displays get their content late.',
};

const LAGGING: AlertText = {
  summary: 'The service {{ $labels.target_id }} keeps its event loop busy',
  description:
    'Whatever {{ $labels.target_id }} should do waits up to {{ $value | humanizeDuration }} for something that ' +
    'computes: answers, heartbeats and probes come late, and it may be taken for dead.',
};
