import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { createMiddleware } from '../../sandbox/vizora/middleware/create-middleware.ts';
import { createThrottle } from '../../sandbox/vizora/middleware/gates/throttle.ts';
import { createNativeMetrics } from '../../sandbox/vizora/middleware/native-metrics.ts';
import { openOrderBook } from '../../sandbox/vizora/orders.ts';
import { placesIn } from '../../sandbox/vizora/places.ts';
import type { SandboxSettings } from '../../sandbox/vizora/settings.ts';
import { DATABASE_NAME, openDatabase } from '../../sandbox/vizora/world/database.ts';

export interface HurriedWorker {
  readonly origin: string;
  /** Lets seconds pass on its clock. */
  skip(seconds: number): void;
  close(): Promise<void>;
}

/** A worker of the middleware whose clock is ours, since nobody waits an hour for a rate limit. */
export async function startHurriedWorker(settings: SandboxSettings): Promise<HurriedWorker> {
  const started = Date.now();
  let skipped = 0;
  const now = () => started + skipped;
  const book = openOrderBook(placesIn(settings.dataDir).orders, Date.now);
  const database = openDatabase({
    host: '127.0.0.1',
    port: settings.ports.postgres,
    database: DATABASE_NAME,
    connections: 1,
  });
  const redis = new Redis({ host: '127.0.0.1', port: settings.ports.redis, lazyConnect: true });
  const app = createMiddleware({
    settings,
    database,
    redis,
    strict: (name) => {
      book.revision();
      return book.strict(name);
    },
    faults: book.faults,
    revision: book.revision,
    throttle: createThrottle(now),
    metrics: createNativeMetrics(),
    log: { watch: () => undefined, noteAccount: () => undefined, noteSilence: () => undefined },
    now,
    startedAt: started,
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    skip: (seconds) => {
      skipped += seconds * 1_000;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      redis.disconnect();
      await database.close();
    },
  };
}
