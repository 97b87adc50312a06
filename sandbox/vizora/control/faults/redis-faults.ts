import { Redis } from 'ioredis';
import { z } from 'zod';
import type { Places } from '../../places.ts';
import { breakable, type PlatformFault } from './platform-fault.ts';

const FILLER = 'sandbox:filler';
/** So much that what others come and go with is no matter. */
const FILLER_BYTES = 50 * 1024 ** 2;

/** What is wrong inside Redis, while the platform goes on. */
export function redisFaults({ redisSocket }: Places): PlatformFault[] {
  const within = async (work: (redis: Redis) => Promise<void>) => {
    const redis = new Redis({ path: redisSocket, maxRetriesPerRequest: 1 });
    try {
      await work(redis);
    } finally {
      redis.disconnect();
    }
  };
  return [
    breakable({
      name: 'redis_memory_high',
      about: 'Redis uses nearly all the memory that it may.',
      parameters: z.strictObject({ ratio: z.number().gt(0).lt(1).default(0.95) }),
      async break({ ratio }) {
        let before = '0';
        await within(async (redis) => {
          before = (await limitOf(redis)) ?? before;
          await redis.setrange(FILLER, FILLER_BYTES - 1, '.');
          const used = Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1]);
          await redis.config('SET', 'maxmemory', Math.round(used / ratio));
        });
        return () =>
          within(async (redis) => {
            await redis.config('SET', 'maxmemory', before);
            await redis.del(FILLER);
          });
      },
    }),
  ];
}

async function limitOf(redis: Redis): Promise<string | undefined> {
  const [, limit] = (await redis.config('GET', 'maxmemory')) as string[];
  return limit;
}
