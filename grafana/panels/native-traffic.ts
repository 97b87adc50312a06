import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { lines } from './lines.ts';

/**
 * How much a counter of the API has grown within ten minutes. Two workers answer by turns, each with counters of its
 * own, and the larger of the two only grows: it has half of all where they serve alike, so shares and means are right.
 */
function grown(metric: string, matchers = ''): string {
  const selector = `${metric}{job="vizora_middleware", path!~"/api/v1/(health|internal)(/.*)?"${matchers}}`;
  const now = `max_over_time(${selector}[10m])`;
  return `clamp_min(${now} - (max_over_time(${selector}[10m] offset 10m) or 0 * ${now}), 0)`;
}

const REQUESTS = 'vizora_http_requests_total';
const DURATION = 'vizora_http_request_duration_seconds';
const ofGateway = (metric: string, matchers = '') =>
  `rate(${metric}{job="vizora_realtime", path!~"/api/(health|status|internal)(/.*)?"${matchers}}[$__rate_interval])`;
const failed = ', status=~"5.."';
const gatewayWithin = (share: number) =>
  `histogram_quantile(${share}, sum by (le) (${ofGateway('http_request_duration_seconds_bucket')}))`;
const askedWithin = (share: number) =>
  `histogram_quantile(${share}, sum by (le) (rate(vizora_api_request_duration_seconds_bucket[$__rate_interval])))`;

/** What people and displays ask the API and the gateway, probes aside. */
export const trafficPanels = (): PanelBuilder[] => [
  lines({
    title: 'Requests',
    description:
      'Requests a second, probes and scrapes aside. Of the API it is what the busier of its two workers serves, about ' +
      'half of all; for twenty minutes after a restart it reads too low.',
    queries: [
      [`sum(${grown(REQUESTS)}) / 600`, 'API, one worker'],
      [`sum(${ofGateway('http_requests_total')})`, 'gateway'],
    ],
    unit: 'reqps',
  }),
  lines({
    title: 'Errors',
    description:
      'Share of the requests that ended with a status of 500 or above. Refused ones (401, 429) are in no count.',
    queries: [
      [
        `(sum(${grown(REQUESTS, failed)}) or 0 * sum(${grown(REQUESTS)})) / (sum(${grown(REQUESTS)}) > 0)`,
        'API',
      ],
      [
        `(sum(${ofGateway('http_requests_total', failed)}) or 0 * sum(${ofGateway('http_requests_total')}))` +
          ` / (sum(${ofGateway('http_requests_total')}) > 0)`,
        'gateway',
      ],
    ],
    unit: 'percentunit',
    steps: [
      [0.05, 'orange'],
      [0.25, 'red'],
    ],
  }),
  lines({
    title: 'Latency of the gateway',
    description: 'How long half, 95 % and 99 % of the requests to the gateway took at most.',
    queries: [
      [gatewayWithin(0.5), '50 %'],
      [gatewayWithin(0.95), '95 %'],
      [gatewayWithin(0.99), '99 %'],
    ],
    unit: 's',
    steps: [[2, 'orange']],
  }),
  lines({
    title: 'Latency of the API',
    description:
      'What one of its workers says its requests took on average, and how long those of ours took. Percentiles of all ' +
      'cannot be had: the two workers answer scrapes by turns.',
    queries: [
      [`sum(${grown(`${DURATION}_sum`)}) / (sum(${grown(`${DURATION}_count`)}) > 0)`, 'mean of all'],
      [askedWithin(0.5), '50 % of ours'],
      [askedWithin(0.95), '95 % of ours'],
      [askedWithin(0.99), '99 % of ours'],
    ],
    unit: 's',
    steps: [[2, 'orange']],
  }),
];
