import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Redis } from 'ioredis';
import { type RedisForTests, startRedis } from '../../core/redis/redis.test-support.ts';
import { atTheApi, inRedis } from './standing-status.ts';

const signal = new AbortController().signal;
const ours = { systemStatus: 'HEALTHY', lastUpdated: '2026-11-25T12:00:00.000Z', incidents: [] };
const found = { found: 'document', systemStatus: ours.systemStatus, lastUpdated: ours.lastUpdated } as const;

describe('what stands in Redis', () => {
  let server: RedisForTests;
  let platform: Redis;
  before(async () => {
    server = await startRedis();
    platform = new Redis(server.url);
  });
  after(async () => {
    platform.disconnect();
    await server.stop();
  });
  const read = () => inRedis(() => server.url)(signal);

  it('is nothing at first', async () => {
    assert.deepEqual(await read(), { found: 'nothing' });
  });

  it('is what the platform put there, and for how long', async () => {
    await platform.setex('vizora:ops:status', 3_600, JSON.stringify(ours));
    assert.deepEqual(await read(), { ...found, secondsLeft: 3_600 });
  });

  it("is somebody else's when it is none of ours, or no JSON at all", async () => {
    for (const text of ['[1,2]', 'null', 'status: fine', '{"lastUpdated":5}']) {
      await platform.set('vizora:ops:status', text);
      assert.deepEqual(await read(), {
        ...{ found: 'document', systemStatus: null, lastUpdated: null },
        secondsLeft: null,
      });
    }
  });

  it('cannot be seen while its address cannot be read', async () => {
    const unreadable = inRedis(() => {
      throw new Error('cannot read the file /run/redis');
    });
    await assert.rejects(unreadable(signal), /cannot read the file/);
  });
});

describe('what stands at the API', () => {
  const read = (answer: unknown) => atTheApi({ readStatus: async () => answer })(signal);

  it('is what was posted', async () => {
    assert.deepEqual(await read(ours), { ...found, secondsLeft: null });
  });

  it('is nothing when the platform says so', async () => {
    assert.deepEqual(await read({ systemStatus: 'unknown', message: 'No ops data available' }), {
      found: 'nothing',
    });
  });

  it('cannot be seen when the API does not answer', async () => {
    const failing = atTheApi({ readStatus: () => Promise.reject(new Error('refused')) });
    await assert.rejects(failing(signal), /refused/);
  });
});
