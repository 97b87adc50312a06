import { collectDefaultMetrics, type Registry } from 'prom-client';

/** Named after another type than they are, or after their type, which linters of metrics reject. */
const MISNAMED = [
  'nodejs_eventloop_utilization_summary',
  'nodejs_eventloop_utilization_histogram',
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/** Registers `process_*` and `nodejs_*`: memory, CPU, event loop, garbage collection. */
export function collectProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
}
