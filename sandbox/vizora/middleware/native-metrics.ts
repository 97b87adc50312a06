import type { Request, Response } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Route } from './route.ts';

/** The middleware's own Prometheus metrics: only requests that reached a handler are counted. */
export interface NativeMetrics {
  watch(route: Route, request: Request, response: Response): void;
  render(): Promise<string>;
}

const LABELS = ['method', 'path', 'status'] as const;

export function createNativeMetrics(): NativeMetrics {
  const registry = new Registry();
  registry.setDefaultLabels({ app: 'vizora-middleware' });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const total = new Counter({
    name: 'vizora_http_requests_total',
    help: 'Total number of HTTP requests',
    labelNames: LABELS,
    registers,
  });
  const errors = new Counter({
    name: 'vizora_http_errors_total',
    help: 'Total number of HTTP errors (4xx and 5xx)',
    labelNames: LABELS,
    registers,
  });
  const duration = new Histogram({
    name: 'vizora_http_request_duration_seconds',
    help: 'Duration of HTTP requests in seconds',
    labelNames: LABELS,
    registers,
  });
  registerIdle(registers);
  return {
    watch(route, _request, response) {
      const started = performance.now();
      response.once('finish', () => {
        const labels = {
          method: route.method.toUpperCase(),
          path: route.path,
          status: String(response.statusCode),
        };
        total.inc(labels);
        if (response.statusCode >= 400) errors.inc(labels);
        duration.observe(labels, (performance.now() - started) / 1_000);
      });
    },
    render: () => registry.metrics(),
  };
}

/** What the platform shows as well, and what nothing moves here. */
function registerIdle(registers: Registry[]): void {
  new Gauge({
    name: 'vizora_persistent_offline_displays',
    help: 'Displays that have been offline for long; 0 unless reconciliation is switched on',
    registers,
  });
  new Histogram({
    name: 'vizora_persistent_offline_reconcile_duration_seconds',
    help: 'Duration of one reconciliation',
    registers,
  });
  new Counter({
    name: 'vizora_persistent_offline_reconcile_failures_total',
    help: 'Reconciliations that failed',
    registers,
  });
  new Counter({
    name: 'vizora_webhook_deliveries_total',
    help: 'Webhook deliveries',
    labelNames: ['status', 'event'],
    registers,
  });
  new Counter({
    name: 'vizora_webhook_audit_failures_total',
    help: 'Webhook deliveries that could not be written down',
    labelNames: ['event'],
    registers,
  });
}
