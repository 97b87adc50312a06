import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { Redis } from 'ioredis';
import { readKey } from './read-key.ts';
import { type RedisForTests, startRedis } from './redis.test-support.ts';

describe('reading a key of Redis', () => {
  let server: RedisForTests;
  let writer: Redis;
  before(async () => {
    server = await startRedis('--requirepass', 'secret');
    writer = new Redis(server.url.replace('redis://', 'redis://:secret@'));
  });
  after(async () => {
    writer.disconnect();
    await server.stop();
  });

  const read = (url: string, signal?: AbortSignal) => readKey(url, 'k', 500, signal);
  const withPassword = (password: string) => server.url.replace('redis://', `redis://:${password}@`);

  it('tells its value and how long it will be kept', async () => {
    await writer.setex('k', 3_600, 'v');
    const { value, ttlSeconds } = await read(withPassword('secret'));
    assert.equal(value, 'v');
    assert.ok(ttlSeconds !== null && ttlSeconds > 3_590 && ttlSeconds <= 3_600);
  });

  it('tells that it is kept for ever, and that there is none', async () => {
    await writer.set('k', 'v');
    assert.deepEqual(await read(withPassword('secret')), { value: 'v', ttlSeconds: null });
    await writer.del('k');
    assert.deepEqual(await read(withPassword('secret')), { value: null, ttlSeconds: null });
  });

  it('fails with a wrong password, without telling it, and where nobody listens', async () => {
    await assert.rejects(read(withPassword('hunter2')), (error) => {
      assert.ok(error instanceof Error);
      assert.match(error.message, /^Redis cannot be asked: .*(WRONGPASS|NOAUTH|invalid)/i);
      assert.doesNotMatch(error.message, /hunter2/);
      return true;
    });
    await assert.rejects(read('redis://127.0.0.1:1'), /^Error: Redis cannot be asked/);
    await assert.rejects(read(':hunter2@127.0.0.1:1'), (error) => !/hunter2/.test(String(error)));
  });

  it('fails in time when nobody answers, and at once when it is told to', async (t) => {
    const silent = createServer().listen(0, '127.0.0.1');
    const sockets: { destroy(): void }[] = [];
    silent.on('connection', (socket) => sockets.push(socket));
    await once(silent, 'listening');
    t.after(() => {
      for (const socket of sockets) socket.destroy();
      silent.close();
    });
    const { port } = silent.address() as { port: number };
    await assert.rejects(read(`redis://127.0.0.1:${port}`), /did not answer in time|timed out/);
    const began = Date.now();
    await assert.rejects(read(`redis://127.0.0.1:${port}`, AbortSignal.timeout(20)));
    assert.ok(Date.now() - began < 400);
  });

  it('leaves no connection behind', async () => {
    await read(withPassword('secret'));
    const clients = async () =>
      String(await writer.client('LIST'))
        .trim()
        .split('\n').length;
    while ((await clients()) > 1);
  });
});
