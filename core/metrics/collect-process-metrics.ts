import { collectDefaultMetrics, type Registry } from 'prom-client';

/** Gauges that the library names like counters, which linters of metrics reject. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/** Registers `process_*` and `nodejs_*`: memory, CPU, event loop, garbage collection. */
export function collectProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
}
