import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { loadPrograms } from '../../sandbox/stack/programs.ts';
import { pingPostgres } from './ping-postgres.ts';
import { connected, freePort, listening, stopListening } from './raw-server.test-support.ts';

const PASSWORD = 'hunter2';
const ping = (url: string, timeoutMs = 5_000) => pingPostgres(url, timeoutMs);

describe('a ping of a real PostgreSQL', () => {
  const { postgres, initdb, postgresUser, postgresDataRoot } = loadPrograms();
  const user = postgresUser ?? {};
  let folder: string;
  let server: ChildProcess;
  let port: number;
  const at = (password = PASSWORD, database = 'postgres') =>
    `postgres://ops:${password}@127.0.0.1:${port}/${database}`;
  const untilUp = async () => {
    const deadline = Date.now() + 20_000;
    while ((await ping(at())).outcome !== 'up') {
      assert.ok(Date.now() < deadline, 'never up');
      await delay(50);
    }
  };

  before(async () => {
    mkdirSync(postgresDataRoot, { recursive: true });
    folder = mkdtempSync(join(postgresDataRoot, 'ping-'));
    if (postgresUser !== null) chownSync(folder, postgresUser.uid, postgresUser.gid);
    const data = join(folder, 'data');
    const given = { cwd: folder, ...user, stdio: 'ignore' } as const;
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, PASSWORD);
    if (postgresUser !== null) chownSync(passwordFile, postgresUser.uid, postgresUser.gid);
    const login = ['-U', 'ops', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    const init = ['-D', data, ...login, '--no-sync', '--locale=C'];
    execFileSync(initdb.command, init, { ...given, env: { ...process.env, ...initdb.env } });
    port = await freePort();
    const settings = { listen_addresses: '127.0.0.1', port, fsync: 'off', max_connections: 5 };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    server = spawn(
      postgres.command,
      ['-D', data, '-k', folder, ...flags, '-c', 'superuser_reserved_connections=0'],
      { ...given, env: { ...process.env, ...postgres.env } },
    );
    await untilUp();
  });
  after(async () => {
    const ended = once(server, 'exit');
    server.kill('SIGCONT');
    server.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  it('finds it up', async () => {
    assert.deepEqual(await ping(at()), { outcome: 'up', detail: 'answers' });
  });

  it('leaves no connection behind', async () => {
    for (let i = 0; i < 12; i += 1) assert.equal((await ping(at())).outcome, 'up');
  });

  it('cannot tell when it refuses our password, or has no such database', async () => {
    assert.deepEqual(await ping(at('wrong')), {
      outcome: 'unknown',
      detail: 'refuses our account (28P01)',
    });
    assert.deepEqual(await ping(at(PASSWORD, 'nowhere')), {
      outcome: 'unknown',
      detail: 'refuses our account (3D000)',
    });
  });

  it('finds it down when it has no connection left', async () => {
    const { default: pg } = await import('pg');
    const held = Array.from({ length: 5 }, () => new pg.Client({ connectionString: at() }));
    // Connections of the tests before may still be going; what matters is that none is left.
    await Promise.allSettled(held.map((client) => client.connect()));
    try {
      assert.deepEqual(await ping(at()), { outcome: 'down', detail: 'answers with 53300' });
    } finally {
      await Promise.all(held.map((client) => client.end()));
    }
    await untilUp();
  });

  it('finds it down when it hangs, in its own time, and up again', async () => {
    server.kill('SIGSTOP');
    try {
      const started = performance.now();
      assert.deepEqual(await ping(at(), 200), { outcome: 'down', detail: 'no answer in time' });
      assert.ok(performance.now() - started < 1_000);
    } finally {
      server.kill('SIGCONT');
    }
    await untilUp();
  });
});

describe('a ping where PostgreSQL should be', () => {
  afterEach(stopListening);
  const url = (port: number, more = '') => `postgres://ops:${PASSWORD}@127.0.0.1:${port}/vizora${more}`;
  const cases: [what: string, behave: (socket: Socket) => void, outcome: string, detail: RegExp][] = [
    ['hangs', () => undefined, 'down', /^no answer in time$/],
    ['cuts the connection', (socket) => socket.destroy(), 'down', /^connection cut$/],
    ['answers with garbage', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), 'down', /./],
  ];
  for (const [what, behave, outcome, detail] of cases) {
    it(`finds it ${outcome} when it ${what}`, async () => {
      const look = await ping(url(await listening(behave)), 150);
      assert.equal(look.outcome, outcome);
      assert.match(look.detail, detail);
    });
  }

  it('finds it down when nobody listens', async () => {
    assert.deepEqual(await ping(url(await freePort())), { outcome: 'down', detail: 'connection refused' });
  });

  it('lets go of a server that hangs', async () => {
    const port = await listening(() => undefined);
    await ping(url(port), 100);
    const deadline = Date.now() + 5_000;
    while (connected() > 0) {
      assert.ok(Date.now() < deadline, 'the connection is still there');
      await delay(10);
    }
  });

  for (const [what, broken] of [
    ['is no address', `postgres://ops:${PASSWORD}@[nowhere`],
    ['names a file that is not there', `postgres://ops:${PASSWORD}@127.0.0.1/v?sslrootcert=/nowhere.pem`],
  ] as const) {
    it(`cannot tell when the connection string ${what}, and does not repeat it`, async () => {
      const look = await ping(broken);
      assert.equal(look.outcome, 'unknown');
      assert.match(look.detail, /^could not be asked/);
      assert.doesNotMatch(look.detail, /hunter2|ops/);
    });
  }

  it('cannot tell when it is to be encrypted and the server does not do that', async () => {
    const port = await listening((socket) => socket.once('data', () => socket.end('N')));
    assert.equal((await ping(url(port, '?sslmode=verify-full'))).outcome, 'unknown');
  });
});
