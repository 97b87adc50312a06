/** What panels may name of the platform's own metrics; docs/platform-metrics.md says what they are worth. */
export const PLATFORM_METRICS: readonly string[] = [
  'process_resident_memory_bytes',
  'nodejs_eventloop_lag_p99_seconds',
  'vizora_http_requests_total',
  'vizora_http_request_duration_seconds_sum',
  'vizora_http_request_duration_seconds_count',
  'vizora_realtime_process_resident_memory_bytes',
  'vizora_realtime_nodejs_eventloop_lag_p99_seconds',
  'http_requests_total',
  'http_request_duration_seconds_bucket',
  'heartbeat_total',
  'devices_online',
  'ws_connections_active',
];
