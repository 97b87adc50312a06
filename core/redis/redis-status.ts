import { z } from 'zod';
import { ServerError } from '../server-error.ts';
import { type ReadRedisOptions, readRedis } from './read-redis.ts';

/** How a Redis is. */
export interface RedisStatus {
  readonly version: string;
  readonly role: 'master' | 'replica';
  readonly memoryUsedBytes: number;
  /** Null where it may take what there is. */
  readonly memoryMaxBytes: number | null;
  readonly connectedClients: number;
  /** Since it was started. */
  readonly evictedKeys: number;
  /** In the database of the address; null where our user may not ask. */
  readonly keys: number | null;
}

const Count = z.coerce.number().int().min(0);

/** What is read of `INFO`, and `DBSIZE`. */
const Info = z.object({
  redis_version: z.string().min(1),
  role: z.enum(['master', 'slave']),
  used_memory: Count,
  maxmemory: Count,
  connected_clients: Count,
  evicted_keys: Count,
  keys: z.int().min(0).nullable(),
});

/** Reads how Redis is. @throws ServerError, SecretError */
export async function readRedisStatus(options: ReadRedisOptions): Promise<RedisStatus> {
  const { info, keys } = await readRedis(options);
  const parsed = Info.safeParse({ ...fieldsOf(info), keys });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ServerError(
      'unexpected',
      `Redis: an answer of another shape (${issue?.path}: ${issue?.message})`,
    );
  }
  const { redis_version, role, used_memory, maxmemory, connected_clients, evicted_keys } = parsed.data;
  return {
    version: redis_version,
    role: role === 'slave' ? 'replica' : role,
    memoryUsedBytes: used_memory,
    memoryMaxBytes: maxmemory === 0 ? null : maxmemory,
    connectedClients: connected_clients,
    evictedKeys: evicted_keys,
    keys: parsed.data.keys,
  };
}

function fieldsOf(info: string): Record<string, string> {
  const pairs = info.split(/\r?\n/).map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, Math.max(at, 0)), line.slice(at + 1)] as const;
  });
  return Object.fromEntries(pairs);
}
