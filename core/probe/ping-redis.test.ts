import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { loadPrograms } from '../../sandbox/stack/programs.ts';
import { pingRedis } from './ping-redis.ts';
import { connected, freePort, listening, stopListening } from './raw-server.test-support.ts';

const PASSWORD = 'hunter2';
const ping = (url: string, timeoutMs = 5_000) => pingRedis(url, timeoutMs);

describe('a ping of a real Redis', () => {
  const { redisServer } = loadPrograms();
  let folder: string;
  let server: ChildProcess;
  let port: number;
  const at = (login: string) => `redis://${login}127.0.0.1:${port}`;
  const untilUp = async () => {
    const deadline = Date.now() + 20_000;
    while ((await ping(at(`:${PASSWORD}@`))).outcome !== 'up') {
      assert.ok(Date.now() < deadline, 'never up');
      await delay(20);
    }
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ping-redis-'));
    port = await freePort();
    const settings = { port, bind: '127.0.0.1', dir: folder, save: '', maxclients: 3, requirepass: PASSWORD };
    server = spawn(
      redisServer.command,
      Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
      { env: { ...process.env, ...redisServer.env }, stdio: 'ignore' },
    );
    await untilUp();
  });
  after(async () => {
    const ended = once(server, 'exit');
    server.kill('SIGCONT');
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  it('finds it up', async () => {
    assert.deepEqual(await ping(at(`:${PASSWORD}@`)), { outcome: 'up', detail: 'answers' });
  });

  it('leaves no connection behind', async () => {
    for (let i = 0; i < 12; i += 1) await untilUp();
  });

  it('cannot tell when it refuses our password, or misses one', async () => {
    assert.deepEqual(await ping(at(':wrong@')), {
      outcome: 'unknown',
      detail: 'refuses our account (WRONGPASS)',
    });
    assert.deepEqual(await ping(at('')), { outcome: 'unknown', detail: 'refuses our account (NOAUTH)' });
  });

  it('finds it down when it has no connection left', async () => {
    const { Redis } = await import('ioredis');
    const held = Array.from({ length: 3 }, () => new Redis(at(`:${PASSWORD}@`)));
    // One that comes too early is refused, and comes again.
    for (const redis of held) redis.on('error', () => undefined);
    await Promise.all(held.map((redis) => redis.ping()));
    try {
      assert.equal((await ping(at(`:${PASSWORD}@`))).outcome, 'down');
    } finally {
      for (const redis of held) redis.disconnect();
    }
    await untilUp();
  });

  it('finds it down when it hangs, in its own time, and up again', async () => {
    server.kill('SIGSTOP');
    try {
      const started = performance.now();
      assert.deepEqual(await ping(at(`:${PASSWORD}@`), 200), {
        outcome: 'down',
        detail: 'no answer in time',
      });
      assert.ok(performance.now() - started < 1_000);
    } finally {
      server.kill('SIGCONT');
    }
    await untilUp();
  });
});

describe('a ping where Redis should be', () => {
  afterEach(stopListening);
  const url = (port: number) => `redis://ops:${PASSWORD}@127.0.0.1:${port}`;
  const saying = (reply: string) => (socket: Socket) => void socket.on('data', () => socket.write(reply));
  const cases: [what: string, behave: (socket: Socket) => void, outcome: string, detail: RegExp][] = [
    ['hangs', () => undefined, 'down', /^no answer in time$/],
    ['cuts the connection', (socket) => socket.destroy(), 'down', /^connection cut$/],
    ['answers with garbage', saying('HTTP/1.1 400 Bad Request\r\n\r\n'), 'unknown', /^could not be asked/],
    ['is loading its data', saying('-LOADING Redis is loading\r\n'), 'down', /^answers with LOADING$/],
  ];
  for (const [what, behave, outcome, detail] of cases) {
    it(`finds it ${outcome} when it ${what}`, async () => {
      const look = await ping(url(await listening(behave)), 150);
      assert.equal(look.outcome, outcome, look.detail);
      assert.match(look.detail, detail);
    });
  }

  it('finds it down when nobody listens', async () => {
    assert.deepEqual(await ping(url(await freePort())), { outcome: 'down', detail: 'connection refused' });
  });

  it('lets go of a server that hangs', async () => {
    await ping(url(await listening(() => undefined)), 100);
    const deadline = Date.now() + 5_000;
    while (connected() > 0) {
      assert.ok(Date.now() < deadline, 'the connection is still there');
      await delay(10);
    }
  });

  it('cannot tell when the address is none, and does not repeat it', async () => {
    const look = await ping(`redis://ops:${PASSWORD}@[nowhere`);
    assert.equal(look.outcome, 'unknown', look.detail);
    assert.doesNotMatch(look.detail, /hunter2/);
  });
});
