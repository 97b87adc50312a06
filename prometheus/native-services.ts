/** How a service of the platform names what it counts of itself. */
export interface NativeService {
  readonly service: 'middleware' | 'realtime';
  readonly job: string;
  readonly requests: string;
  readonly durations: string;
  readonly memory: string;
  readonly lag: string;
  readonly start: string;
  /** Paths that nobody but probes and scrapes asks. */
  readonly probed: string;
}

/** The services of the platform that have metrics of their own. */
export const NATIVE_SERVICES: readonly NativeService[] = [
  {
    service: 'middleware',
    job: 'vizora_middleware',
    requests: 'vizora_http_requests_total',
    durations: 'vizora_http_request_duration_seconds_bucket',
    memory: 'process_resident_memory_bytes',
    lag: 'nodejs_eventloop_lag_p99_seconds',
    start: 'process_start_time_seconds',
    probed: '/api/v1/(health|ready|internal)(/.*)?',
  },
  {
    service: 'realtime',
    job: 'vizora_realtime',
    requests: 'http_requests_total',
    durations: 'http_request_duration_seconds_bucket',
    memory: 'vizora_realtime_process_resident_memory_bytes',
    lag: 'vizora_realtime_nodejs_eventloop_lag_p99_seconds',
    start: 'vizora_realtime_process_start_time_seconds',
    probed: '/api/(health|status|internal)(/.*)?',
  },
];

/** A selector of what people and displays ask, probes and scrapes aside. */
export const asked = (metric: string, { job, probed }: NativeService, more = ''): string =>
  `${metric}{job="${job}", path!~"${probed}"${more}}`;
