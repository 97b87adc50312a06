import type { Redis } from 'ioredis';
import { ServerError } from '../server-error.ts';
import { withinTime } from '../within-time.ts';
import { redisError } from './redis-error.ts';

export interface ReadRedisOptions {
  /** `redis://`, `rediss://` or the path of a socket; asked for at each connect. @throws SecretError */
  address(): string;
  /** For connecting, and for each command, in ms; default 5 s. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 5_000;
const GRACE_MS = 500;

/** Asks for `INFO` and `DBSIZE` over a connection of its own, closed afterwards. @throws ServerError, SecretError */
export async function readRedis(
  options: ReadRedisOptions,
): Promise<{ readonly info: string; readonly keys: number | null }> {
  const { timeoutMs = TIMEOUT_MS } = options;
  const redis = await createClient(options.address(), timeoutMs);
  const { path, host, port } = redis.options;
  const server = `Redis on ${path ?? `${host}:${port}`}`;
  let first: unknown = null;
  // The driver tells the reason here, and whoever waits only that the connection is closed.
  redis.on('error', (error) => {
    first ??= error;
  });
  const within = <T>(step: Promise<T>) =>
    withinTime(
      step,
      timeoutMs + GRACE_MS,
      () => new ServerError('timeout', `no answer in ${timeoutMs + GRACE_MS} ms`),
    );
  try {
    await within(redis.connect());
    const info = await within(redis.info());
    const keys = await within(countKeys(redis));
    // Such as a database that there is not: the driver goes on with another.
    if (first !== null) throw first;
    return { info, keys };
  } catch (error) {
    throw redisError(first ?? error, server);
  } finally {
    redis.disconnect();
  }
}

async function countKeys(redis: Redis): Promise<number | null> {
  try {
    return await redis.dbsize();
  } catch (error) {
    if (redisError(error, '').kind === 'permission') return null;
    throw error;
  }
}

async function createClient(address: string, timeoutMs: number): Promise<Redis> {
  // The driver would take anything else for the name of a host, and tell it in its errors.
  if (!/^(rediss?:\/\/|\/(?!\/))/i.test(address)) {
    throw new ServerError('unexpected', 'the address of Redis must begin with redis://, rediss:// or /');
  }
  const { Redis } = await import('ioredis');
  try {
    return new Redis(address, {
      lazyConnect: true,
      connectTimeout: timeoutMs,
      commandTimeout: timeoutMs,
      maxRetriesPerRequest: 0,
      retryStrategy: null,
      // It would wait for a server that loads its data.
      enableReadyCheck: false,
      disableClientInfo: true,
      protocol: 2,
    });
  } catch {
    // What it throws may hold the address, and with it the password.
    throw new ServerError('unexpected', 'the address of Redis cannot be read; correct it');
  }
}
