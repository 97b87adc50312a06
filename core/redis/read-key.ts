/** A key of Redis; `value` is null when there is none, `ttlSeconds` when it never expires or is not there. */
export interface RedisKey {
  readonly value: string | null;
  readonly ttlSeconds: number | null;
}

/**
 * Reads one key over a connection of its own, which it leaves behind closed.
 *
 * @param url the connection string, as in `redis://:password@127.0.0.1:6379/0`; it is not told in any error
 * @param timeoutMs for the whole
 * @throws Error when Redis cannot be asked
 */
export async function readKey(
  url: string,
  key: string,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<RedisKey> {
  // What is no address is taken for a path by the library, which would then tell it in its error.
  if (!/^(rediss?:\/\/|\/)/.test(url))
    throw new Error('the address of Redis must begin with redis:// or rediss://');
  // Loaded here: most processes have no Redis to ask, and the package costs memory.
  const { Redis } = await import('ioredis');
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    maxRetriesPerRequest: 0,
    retryStrategy: null,
    enableReadyCheck: false,
  });
  let trouble: unknown = null;
  redis.on('error', (error) => {
    // Why it is refused, the command that fails for it does not tell.
    trouble ??= error;
  });
  const deadline = AbortSignal.timeout(timeoutMs);
  const over = signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
  const ask = async (): Promise<RedisKey> => {
    await redis.connect();
    const [value, ttl] = await Promise.all([redis.get(key), redis.ttl(key)]);
    return { value, ttlSeconds: ttl < 0 ? null : ttl };
  };
  try {
    return await Promise.race([ask(), rejectsAt(over)]);
  } catch (error) {
    const cause = trouble ?? error;
    if (over.aborted) throw new Error('Redis did not answer in time', { cause });
    throw new Error(`Redis cannot be asked: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  } finally {
    redis.disconnect();
  }
}

/** The library waits on its own terms for a connection that says nothing. */
function rejectsAt(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    if (signal.aborted) reject(signal.reason);
  });
}
