import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { closedPort, serverThat } from '../misbehaving-server.test-support.ts';
import { ServerError, type ServerFault } from '../server-error.ts';
import { PASSWORD, type RedisServer, startRedis } from './redis-server.test-support.ts';
import { readRedisStatus } from './redis-status.ts';

const read = (address: string) => readRedisStatus({ address: () => address, timeoutMs: 300 });

/** It fails in this way, in time, and tells the password to nobody. */
const fails = (reading: Promise<unknown>, kind: ServerFault, message = /./) =>
  assert.rejects(reading, (error) => {
    assert.ok(error instanceof ServerError, String(error));
    assert.equal(error.kind, kind, error.message);
    assert.match(error.message, message);
    const all = JSON.stringify(error, Object.getOwnPropertyNames(error));
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD)]) assert.ok(!all.includes(secret), all);
    return true;
  });

describe('the status of a real Redis', () => {
  let server: RedisServer;
  before(async () => {
    server = await startRedis();
  });
  after(() => server.remove());

  it('tells its memory, its clients and its keys', async () => {
    await server.run('MSET', 'a', '1', 'b', '2');
    const status = await read(server.url());
    assert.match(status.version, /^\d+\.\d+\.\d+$/);
    assert.ok(status.memoryUsedBytes > 100_000, String(status.memoryUsedBytes));
    assert.ok(status.connectedClients >= 1, String(status.connectedClients));
    const { role, memoryMaxBytes, evictedKeys, keys } = status;
    assert.deepEqual(
      { role, memoryMaxBytes, evictedKeys, keys },
      { role: 'master', memoryMaxBytes: null, evictedKeys: 0, keys: 2 },
    );
  });

  it('tells the limit of its memory, and what it threw away to keep it', async () => {
    await server.run('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-random');
    await server.run('CONFIG', 'SET', 'maxmemory', '2000000');
    await server.run(
      'EVAL',
      "for i = 1, 200 do redis.call('SET', 'k' .. i, string.rep('x', 20000)) end",
      '0',
    );
    const { memoryMaxBytes, evictedKeys, keys } = await read(server.url());
    assert.equal(memoryMaxBytes, 2_000_000);
    assert.ok(evictedKeys > 0 && keys !== null && keys < 200, `${evictedKeys} evicted, ${keys} left`);
    await server.run('CONFIG', 'SET', 'maxmemory', '0');
    await server.run('FLUSHALL');
  });

  it('counts the keys of the database that the address names', async () => {
    await server.run('SET', 'a', '1');
    assert.equal((await read(server.url('', PASSWORD, 1))).keys, 0);
    assert.equal((await read(server.url('', PASSWORD, 0))).keys, 1);
    await fails(read(server.url('', PASSWORD, 99)), 'unexpected', /out of range/);
  });

  it('can be asked over a socket', async () => {
    await fails(read(server.socket), 'authentication', /redis\.sock/);
  });

  it('tells a wrong password, a missing one, and a user that is unknown', async () => {
    await fails(read(server.url('', 'wrong')), 'authentication', /WRONGPASS/);
    await fails(read(`redis://127.0.0.1:${server.port}`), 'authentication', /NOAUTH/);
    await fails(read(server.url('nobody')), 'authentication');
  });

  it('does not take what its user may not ask for none', async () => {
    const secret = `>${PASSWORD}`;
    await server.run('ACL', 'SETUSER', 'watcher', 'on', secret, '+info');
    await server.run('ACL', 'SETUSER', 'blind', 'on', secret, '+ping');
    const { keys, role } = await read(server.url('watcher'));
    assert.deepEqual([keys, role], [null, 'master']);
    await fails(read(server.url('blind')), 'permission', /NOPERM/);
  });

  it('leaves no connection behind, whether it went well or not', async () => {
    for (let i = 0; i < 5; i += 1) await read(server.url());
    await fails(read(server.url('blind')), 'permission');
    // It takes the server a moment to notice.
    let open = 0;
    for (let i = 0; i < 50 && open !== 1; i += 1) open = (await read(server.url())).connectedClients;
    assert.equal(open, 1);
  });

  it('is refused while the server is gone, and reads again once it is back', async () => {
    await server.stop();
    await fails(read(server.url()), 'refused', new RegExp(`127.0.0.1:${server.port}: connection refused`));
    await server.start();
    assert.equal((await read(server.url())).keys, 0);
  });

  it('does not wait for a server that hangs', async () => {
    server.freeze();
    try {
      await fails(read(server.url()), 'timeout');
    } finally {
      server.thaw();
    }
  });
});

describe('the status of what is no Redis', () => {
  const at = (port: number) => `redis://reader:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}`;

  it('is refused where nobody listens, or the connection is cut at once', async () => {
    await fails(read(at(await closedPort())), 'refused', /connection refused/);
    await using cuts = await serverThat((socket) => socket.destroy());
    await fails(read(at(cuts.port)), 'refused');
    await fails(read('/nowhere/redis.sock'), 'refused', /no such socket/);
  });

  it('is not waited for when it accepts and says nothing', async () => {
    await using silent = await serverThat();
    await fails(read(at(silent.port)), 'timeout');
    await fails(read(`redis://127.0.0.1:${silent.port}`), 'timeout');
  });

  const garbage: readonly [string, string, ServerFault][] = [
    ['a web server', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'unexpected'],
    ['an SSH server', 'SSH-2.0-OpenSSH_9.2\r\n', 'unexpected'],
    ['one that agrees to everything', '+OK\r\n+OK\r\n+OK\r\n', 'unexpected'],
    ['one that still loads its data', '-LOADING Redis is loading the dataset in memory\r\n', 'refused'],
    ['one in protected mode', '-DENIED Redis is running in protected mode\r\n', 'permission'],
  ];
  for (const [name, answer, kind] of garbage) {
    it(`is not taken in by ${name}`, async () => {
      await using server = await serverThat((socket) => void socket.once('data', () => socket.write(answer)));
      await fails(read(`redis://127.0.0.1:${server.port}`), kind);
    });
  }

  it('does not take for an address what is none, and does not repeat it', async () => {
    for (const address of [PASSWORD, `//x:${PASSWORD}@h`, `redis://x:${PASSWORD}@h:port`]) {
      await fails(read(address), 'unexpected', /the address of Redis/);
    }
  });
});
