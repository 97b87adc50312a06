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
