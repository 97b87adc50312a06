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
  loseOnDemand(redis, () => book.faults().realtime_stuck?.pids.includes(process.pid) === true);
  const listener = createRealtime({ settings, database, redis, strict: book.strict, now: Date.now });
  return { port: settings.ports.realtime, listener };
}

const LOOK_EVERY_MS = 250;

/** Lets go of Redis while that is asked for. */
function loseOnDemand(redis: Redis, isAskedFor: () => boolean): void {
  let lost = false;
  setInterval(() => {
    if (isAskedFor() === lost) return;
    lost = !lost;
    if (lost) redis.disconnect();
    // What cannot be reached now is tried again by its own strategy.
    else redis.connect().catch(() => undefined);
  }, LOOK_EVERY_MS).unref();
}
