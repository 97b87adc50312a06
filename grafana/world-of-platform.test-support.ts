import { type Course, growing, histogram, steady, steps } from './courses.test-support.ts';

/** What a worker of the API would say. */
export const middleware: readonly [string, Course][] = [
  ['process_resident_memory_bytes', steps([60, 210], [3, 200])],
  ['nodejs_eventloop_lag_p99_seconds', steps([60, 0.02], [3, 0.01])],
  [
    'vizora_http_requests_total{method="GET",path="/api/v1/displays",status="200",app="vizora-middleware"}',
    growing(5_700),
  ],
  [
    'vizora_http_requests_total{method="GET",path="/api/v1/displays",status="500",app="vizora-middleware"}',
    growing(300),
  ],
  [
    'vizora_http_requests_total{method="GET",path="/api/v1/health/live",status="200",app="vizora-middleware"}',
    growing(9_999),
  ],
  [
    'vizora_http_request_duration_seconds_sum{method="GET",path="/api/v1/displays",app="vizora-middleware"}',
    growing(1_200),
  ],
  [
    'vizora_http_request_duration_seconds_count{method="GET",path="/api/v1/displays",app="vizora-middleware"}',
    growing(6_000),
  ],
];

/** What the gateway would say. */
export const realtime: readonly [string, Course][] = [
  ['vizora_realtime_process_resident_memory_bytes', steady(310)],
  ['vizora_realtime_nodejs_eventloop_lag_p99_seconds', steady(0.03)],
  ['http_requests_total{method="POST",path="/api/commands/broadcast",status="201"}', growing(2_700)],
  ['http_requests_total{method="POST",path="/api/commands/broadcast",status="500"}', growing(900)],
  ['http_requests_total{method="GET",path="/api/health/live",status="200"}', growing(9_999)],
  ...histogram(
    'http_request_duration_seconds',
    'path="/api/commands/broadcast"',
    ['0.1', '0.5'],
    '0.5',
    3_600,
    900,
  ),
  ['devices_online{organization_id="o1"}', steady(15)],
];
