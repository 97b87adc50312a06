import express, { type Express, type Request } from 'express';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { SandboxSettings } from '../settings.ts';
import type { Strict } from '../strictness.ts';
import type { Database } from '../world/database.ts';
import { deliverCommand } from './deliver-command.ts';
import { createRealtimeMetrics } from './realtime-metrics.ts';

export interface RealtimeDeps {
  readonly settings: SandboxSettings;
  readonly database: Database;
  readonly redis: Redis;
  readonly strict: Strict;
  readonly now: () => number;
}

const Broadcast = z.object({
  deviceIds: z.array(z.string()),
  command: z.object({ type: z.string() }).loose(),
});
/** For the other services only. */
const INTERNAL_PATHS = ['/api/commands/broadcast', '/api/push/*rest', '/api/internal/*rest'];
const LOOPBACK = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

/** The realtime gateway: no envelope, no rate limit, no login. */
export function createRealtime(deps: RealtimeDeps): Express {
  const { strict, settings } = deps;
  const metrics = createRealtimeMetrics();
  const app = express();
  app.disable('x-powered-by');
  app.use(express.json());
  app.use(metrics.watch);

  app.get('/api/health', async (_request, response) => {
    const redis = await measured(() => deps.redis.ping());
    const database = await measured(() => deps.database.rows('SELECT 1'));
    const healthy = redis.status === 'healthy' && database.status === 'healthy';
    response.status(healthy || strict('realtime_200_when_unhealthy') ? 200 : 503).json({
      status: healthy ? 'healthy' : 'unhealthy',
      service: 'realtime-gateway',
      timestamp: new Date(deps.now()).toISOString(),
      uptime: process.uptime(),
      dependencies: { redis, database, websocket: { status: 'healthy' } },
    });
  });
  app.get('/api/health/ready', async (_request, response) => {
    const looks = [
      await measured(() => deps.redis.ping()),
      await measured(() => deps.database.rows('SELECT 1')),
    ];
    const ready = looks.every(({ status }) => status === 'healthy');
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready', ready });
  });
  app.get('/api/health/live', (_request, response) => response.json({ status: 'ok' }));
  app.get('/api/status', (_request, response) =>
    response.json({
      status: 'running',
      service: 'Vizora Realtime Gateway',
      version: '1.0.0',
      websocket: 'active',
    }),
  );
  app.get('/api/internal/metrics', async (request, response) => {
    const bearer = `Bearer ${settings.metricsToken}`;
    const withToken = settings.metricsToken !== '' && request.headers.authorization === bearer;
    if (strict('metrics_access') && !LOOPBACK.includes(request.socket.remoteAddress ?? '') && !withToken) {
      return response.status(403).json(refused(403, 'Metrics access denied', 'Forbidden'));
    }
    await metrics.countDevices(deps.database);
    return response.type('text/plain; version=0.0.4').send(await metrics.render());
  });
  app.post(INTERNAL_PATHS, (request, response, next) => {
    if (hasInternalKey(request, settings)) next();
    else response.status(401).json(refused(401, 'Missing x-internal-api-key header', 'Unauthorized'));
  });
  app.post('/api/commands/broadcast', async (request, response) => {
    const parsed = Broadcast.safeParse(request.body);
    if (!parsed.success) return response.status(400).json({ message: 'Bad Request', statusCode: 400 });
    const { deviceIds, command } = parsed.data;
    return response.status(201).json(await deliverCommand(deviceIds, command, deps));
  });
  app.use((request, response) =>
    response.status(404).json(refused(404, `Cannot ${request.method} ${request.originalUrl}`, 'Not Found')),
  );
  return app;
}

const refused = (statusCode: number, message: string, error: string) => ({ message, error, statusCode });

const hasInternalKey = (request: Request, settings: SandboxSettings): boolean =>
  request.get('x-internal-api-key') === settings.internalSecret;

async function measured(
  look: () => Promise<unknown>,
): Promise<{ status: 'healthy' | 'unhealthy'; latencyMs: number }> {
  const started = performance.now();
  const latencyMs = () => Math.round(performance.now() - started);
  try {
    await look();
    return { status: 'healthy', latencyMs: latencyMs() };
  } catch {
    // Why it failed is not part of the answer.
    return { status: 'unhealthy', latencyMs: latencyMs() };
  }
}
