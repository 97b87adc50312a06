import { Redis } from 'ioredis';
import type { App, AppSurroundings } from '../app/run-app.ts';
import { DATABASE_NAME, openDatabase } from '../world/database.ts';
import { createRealtime } from './create-realtime.ts';

const RETRY_STEP_MS = 100;
const RETRIES = 10;
const LATER_RETRY_MS = 500;

/** The gateway, connected to Redis in the platform's way: after some 5.5 s without it, never again. */
export async function loadRealtime({ settings, book }: AppSurroundings): Promise<App> {
  const database = openDatabase({
    host: '127.0.0.1',
    port: settings.ports.postgres,
    database: DATABASE_NAME,
    connections: 4,
  });
  const redis = new Redis({
    host: '127.0.0.1',
    port: settings.ports.redis,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    retryStrategy: (times) => {
      if (times <= RETRIES) return times * RETRY_STEP_MS;
      return book.strict('realtime_never_reconnects') ? null : LATER_RETRY_MS;
    },
  });
  // ioredis throws what nobody listens to; the retry strategy has the matter in hand.
  redis.on('error', () => undefined);
  const listener = createRealtime({ settings, database, redis, strict: book.strict, now: Date.now });
  return { port: settings.ports.realtime, listener };
}
