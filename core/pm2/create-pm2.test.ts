import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { createPm2 } from './create-pm2.ts';
import { Pm2Error } from './pm2-error.ts';
import type { Pm2Process } from './process.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');

/** PM2's own command line, as a program, against a daemon of its own. */
const pm2Command = (home: string, ...args: string[]) =>
  run(process.execPath, [join(root, 'node_modules/pm2/bin/pm2'), ...args], {
    env: { ...process.env, PM2_HOME: home },
  });

const kindOf = (kind: string) => (error: unknown) => error instanceof Pm2Error && error.kind === kind;

const openSockets = () => readdirSync('/proc/self/fd').length;

describe('with a real PM2 daemon', () => {
  let home: string;
  before(async () => {
    home = mkdtempSync(join(tmpdir(), 'pm2-'));
    writeFileSync(join(home, 'app.cjs'), 'setInterval(() => {}, 1000);');
    writeFileSync(
      join(home, 'web.cjs'),
      "require('http').createServer((q, s) => s.end()).listen(0, '127.0.0.1');",
    );
    writeFileSync(
      join(home, 'ecosystem.config.cjs'),
      `module.exports = { apps: [
        { name: 'plain', script: 'app.cjs', cwd: __dirname, env: { PLANTED_SECRET: 'hunter2' } },
        { name: 'workers', script: 'web.cjs', cwd: __dirname, instances: 2, exec_mode: 'cluster', max_memory_restart: '300M', merge_logs: true, out_file: 'logs/all.log', error_file: 'logs/all.log' },
        { name: 'nightly', script: 'app.cjs', cwd: __dirname, cron_restart: '0 3 * * *' },
      ] };`,
    );
    await pm2Command(home, 'start', join(home, 'ecosystem.config.cjs'));
    await pm2Command(home, 'stop', 'nightly');
  });
  after(async () => {
    await pm2Command(home, 'kill');
    rmSync(home, { recursive: true, force: true });
  });

  const pm2 = () => createPm2({ home, timeoutMs: 3_000 });
  const named = (list: readonly Pm2Process[], name: string) => list.filter((p) => p.name === name);

  it('reads what each process is, and never its environment', async () => {
    const list = await pm2().list();
    const [plain] = named(list, 'plain');
    assert.ok(plain);
    assert.equal(plain.status, 'online');
    assert.equal(plain.execMode, 'fork');
    assert.equal(plain.cron, false);
    assert.equal(plain.memoryLimitBytes, null);
    assert.ok(plain.pid > 0 && (plain.memoryBytes ?? 0) > 0 && (plain.startedAt ?? 0) > Date.now() - 60_000);
    assert.doesNotMatch(JSON.stringify(list), /hunter2/);
  });

  it('reads the workers of a cluster with the memory limit that PM2 itself holds', async () => {
    const workers = named(await pm2().list(), 'workers');
    assert.deepEqual(
      workers.map((p) => [p.execMode, p.memoryLimitBytes]),
      [
        ['cluster', 300 * 1024 * 1024],
        ['cluster', 300 * 1024 * 1024],
      ],
    );
  });

  it('tells an app that rests between runs of its timetable', async () => {
    const [nightly] = named(await pm2().list(), 'nightly');
    assert.ok(nightly);
    assert.deepEqual(
      [nightly.status, nightly.cron, nightly.startedAt, nightly.memoryBytes],
      ['stopped', true, null, null],
    );
  });

  it('tells where each process writes its logs: merged ones once', async () => {
    const list = await pm2().list();
    assert.deepEqual(
      named(list, 'plain').map(({ logFiles }) => logFiles),
      [[join(home, 'logs', 'plain-out.log'), join(home, 'logs', 'plain-error.log')]],
    );
    const merged = join(home, 'logs', 'all.log');
    assert.deepEqual(
      named(list, 'workers').map(({ logFiles }) => logFiles),
      [[merged], [merged]],
    );
  });

  it('restarts one process by its id and leaves the others alone', async () => {
    const before = await pm2().list();
    const [first, second] = named(before, 'workers');
    assert.ok(first && second);
    await pm2().restart(first.pmId);
    const after = named(await pm2().list(), 'workers');
    const restarted = after.find((p) => p.pmId === first.pmId);
    assert.notEqual(restarted?.pid, first.pid);
    assert.equal(restarted?.restarts, first.restarts + 1);
    assert.equal(after.find((p) => p.pmId === second.pmId)?.pid, second.pid);
  });

  it('reloads one worker of a cluster', async () => {
    const [, second] = named(await pm2().list(), 'workers');
    assert.ok(second);
    await pm2().reload(second.pmId);
    const reloaded = named(await pm2().list(), 'workers').find((p) => p.pmId === second.pmId);
    assert.equal(reloaded?.status, 'online');
    assert.notEqual(reloaded?.pid, second.pid);
  });

  it('says that PM2 refused when there is no process with that id', async () => {
    await assert.rejects(pm2().restart(4242), kindOf('refused'));
  });

  it('leaves no connection behind', async () => {
    await pm2().list();
    const before = openSockets();
    for (let i = 0; i < 20; i += 1) await pm2().list();
    assert.ok(openSockets() <= before + 1, `${openSockets()} open files after, ${before} before`);
  });

  it('takes the silence of a hung daemon for an error, in its own time', async () => {
    const daemon = Number(readFileSync(join(home, 'pm2.pid'), 'utf8'));
    process.kill(daemon, 'SIGSTOP');
    try {
      await assert.rejects(createPm2({ home, timeoutMs: 200 }).list(), kindOf('silence'));
    } finally {
      process.kill(daemon, 'SIGCONT');
    }
  });
});

describe('without a PM2 daemon', () => {
  it('says that the socket does not exist, and starts no daemon', async () => {
    const home = mkdtempSync(join(tmpdir(), 'pm2-none-'));
    await assert.rejects(createPm2({ home, timeoutMs: 1_000 }).list(), (error) => {
      assert.ok(error instanceof Pm2Error);
      assert.equal(error.kind, 'no_daemon');
      assert.match(error.message, /rpc\.sock does not exist/);
      return true;
    });
    assert.deepEqual(readdirSync(home), []);
    rmSync(home, { recursive: true });
  });

  /** Something else that listens where the daemon should, and does the given thing to each connection. */
  async function impostor(behave: (socket: net.Socket) => void) {
    const home = mkdtempSync(join(tmpdir(), 'pm2-other-'));
    const server = net.createServer(behave).listen(join(home, 'rpc.sock'));
    await new Promise((resolve) => server.once('listening', resolve));
    const close = () => {
      server.close();
      rmSync(home, { recursive: true, force: true });
    };
    return { pm2: createPm2({ home, timeoutMs: 2_000 }), close };
  }

  it('does not wait for its time-out when the connection is closed', async () => {
    const { pm2, close } = await impostor((socket) => socket.destroy());
    await assert.rejects(pm2.list(), kindOf('connection'));
    close();
  });

  it('survives an answer that is not of the protocol', async () => {
    const { pm2, close } = await impostor((socket) => {
      const broken = Buffer.from('j:{broken');
      const length = Buffer.alloc(4);
      length.writeUInt32BE(broken.length);
      socket.write(Buffer.concat([Buffer.from([0x11]), length, broken]));
    });
    await assert.rejects(pm2.list(), kindOf('unexpected_answer'));
    close();
  });

  it('does not guess where a log lies whose path PM2 does not tell, or not in full', async () => {
    const entry = (paths: object) => ({
      name: 'x',
      pm_id: 0,
      pm2_env: { status: 'online', exec_mode: 'fork_mode', ...paths },
    });
    const answer = [entry({}), entry({ pm_out_log_path: 'out.log', pm_err_log_path: '/var/log/err.log' })];
    const list = await createPm2({ home: '/nowhere', timeoutMs: 1, rpc: async () => answer }).list();
    assert.deepEqual(
      list.map(({ logFiles }) => logFiles),
      [[], ['/var/log/err.log']],
    );
  });

  it('refuses an answer that is not a process list', async () => {
    const pm2 = createPm2({ home: '/nowhere', timeoutMs: 1, rpc: async () => [{ name: 'x', pm_id: 0 }] });
    await assert.rejects(pm2.list(), kindOf('unexpected_answer'));
  });

  it('takes the 0 that PM2 says when it could not measure memory for what it is', async () => {
    const entry = (memory: number) => ({
      name: 'x',
      pm_id: 0,
      pm2_env: { status: 'online', exec_mode: 'fork_mode' },
      monit: { memory },
    });
    const pm2 = createPm2({ home: '/nowhere', timeoutMs: 1, rpc: async () => [entry(0), entry(1)] });
    assert.deepEqual(
      (await pm2.list()).map(({ memoryBytes }) => memoryBytes),
      [null, 1],
    );
  });
});
