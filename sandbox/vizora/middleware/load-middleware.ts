import { Redis } from 'ioredis';
import type { App, AppSurroundings } from '../app/run-app.ts';
import { DATABASE_NAME, openDatabase } from '../world/database.ts';
import { createMiddleware } from './create-middleware.ts';
import { createThrottle } from './gates/throttle.ts';
import { createNativeMetrics } from './native-metrics.ts';

const LONGEST_RETRY_MS = 2_000;

/** One worker of the API, connected to the world and to Redis through their gates. */
export async function loadMiddleware({ settings, book, log }: AppSurroundings): Promise<App> {
  const database = openDatabase({
    host: '127.0.0.1',
    port: settings.ports.postgres,
    database: DATABASE_NAME,
    connections: 10,
  });
  // Commands wait for Redis without limit: what a client sees of an outage is a request that hangs.
  const redis = new Redis({
    host: '127.0.0.1',
    port: settings.ports.redis,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(times * 50, LONGEST_RETRY_MS),
  });
  // ioredis throws what nobody listens to; the retry strategy has the matter in hand.
  redis.on('error', () => undefined);
  const app = createMiddleware({
    settings,
    database,
    redis,
    strict: book.strict,
    faults: book.faults,
    revision: book.revision,
    throttle: createThrottle(Date.now),
    metrics: createNativeMetrics(),
    log,
    now: Date.now,
    startedAt: Date.now(),
  });
  return { port: settings.ports.api, listener: app };
}
