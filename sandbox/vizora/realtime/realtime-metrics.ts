import type { RequestHandler } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../world/database.ts';

/** The gateway's own Prometheus metrics, as far as anybody reads them. */
export function createRealtimeMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'vizora_realtime_' });
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Total HTTP requests',
    labelNames: ['method', 'path', 'status'],
    registers,
  });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'HTTP request duration',
    labelNames: ['method', 'path'],
    registers,
  });
  const online = new Gauge({
    name: 'devices_online',
    help: 'Number of online devices per organization',
    labelNames: ['organization_id'],
    registers,
  });
  registerIdle(registers);
  const watch: RequestHandler = (request, response, next) => {
    const started = performance.now();
    response.once('finish', () => {
      if (request.route === undefined) return;
      const labels = { method: request.method, path: request.path };
      requests.inc({ ...labels, status: String(response.statusCode) });
      duration.observe(labels, (performance.now() - started) / 1_000);
    });
    next();
  };
  return {
    watch,
    render: () => registry.metrics(),
    /** Counts the devices that hold a socket; keeps the last count while the database is away. */
    async countDevices(database: Database): Promise<void> {
      try {
        const rows = await database.rows<{ id: string; count: number }>(
          `SELECT "organizationId" AS id, count(*) AS count FROM devices WHERE "socketId" IS NOT NULL GROUP BY 1`,
        );
        online.reset();
        for (const { id, count } of rows) online.set({ organization_id: id }, count);
      } catch (error) {
        console.error('devices could not be counted:', error instanceof Error ? error.message : error);
      }
    },
  };
}

const PER_ORGANIZATION = ['organization_id'] as const;

/** What the platform shows as well, and what nothing moves here: there are no real devices. */
function registerIdle(registers: Registry[]): void {
  const counter = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Counter({ name, help, labelNames, registers });
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: PER_ORGANIZATION, registers });
  const histogram = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Histogram({ name, help, labelNames, registers });

  counter('ws_connections_total', 'Connections that were made', ['organization_id', 'status']);
  gauge('ws_connections_active', 'Connections that there are');
  counter('ws_messages_total', 'Messages processed', ['type', 'direction']);
  histogram('ws_message_duration_seconds', 'Duration of processing a message', ['type']);
  counter('heartbeat_total', 'Heartbeats received', ['success']);
  histogram('heartbeat_duration_seconds', 'Duration of processing a heartbeat');
  counter('heartbeat_errors_total', 'Heartbeats that failed');
  counter('content_impressions_total', 'Impressions of content');
  counter('content_errors_total', 'Content that failed to play', ['type']);
  gauge('device_cpu_usage_avg', 'Mean CPU use of devices');
  gauge('device_memory_usage_avg', 'Mean memory use of devices');
  counter('redis_operations_total', 'Operations on Redis', ['operation', 'status']);
  histogram('redis_operation_duration_seconds', 'Duration of operations on Redis', ['operation']);
}
