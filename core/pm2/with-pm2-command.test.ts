import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createLog } from '../log.ts';
import { callDaemon } from './call-daemon.ts';
import { createPm2 } from './create-pm2.ts';
import { Pm2Error, type Pm2ErrorKind } from './pm2-error.ts';
import type { Pm2Process } from './process.ts';
import { withPm2Command } from './with-pm2-command.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
const log = createLog('test', 'silent');
const REAL_COMMAND = [process.execPath, join(root, 'node_modules/pm2/bin/pm2')];
const PATH = [dirname(process.execPath), process.env['PATH'] ?? ''].join(':');
const TIMEOUT_MS = 20_000;

const kindOf = (kind: Pm2ErrorKind, message = /./) => {
  return (error: unknown) => error instanceof Pm2Error && error.kind === kind && message.test(error.message);
};

/** A socket that fails in this way, as `callDaemon` would tell. */
const failing = (kind: Pm2ErrorKind, cause?: unknown): typeof callDaemon => {
  return () => Promise.reject(new Pm2Error(kind, `the socket: ${kind}`, { cause }));
};
const noPermission = Object.assign(new Error('connect EACCES'), { code: 'EACCES' });

function pm2With(home: string, command: readonly string[], rpc: typeof callDaemon, timeoutMs = TIMEOUT_MS) {
  const options = { home, timeoutMs };
  return withPm2Command(createPm2({ ...options, rpc }), { ...options, command, env: { PATH }, log });
}

/** Memory differs from one moment to the next. */
const lasting = (list: readonly Pm2Process[]) => list.map((process) => ({ ...process, memoryBytes: null }));

describe('beside a real PM2 daemon', () => {
  let home: string;
  const pm2Command = (...args: string[]) =>
    run(process.execPath, [...REAL_COMMAND.slice(1), ...args], { env: { ...process.env, PM2_HOME: home } });
  before(async () => {
    home = mkdtempSync(join(tmpdir(), 'pm2-command-'));
    writeFileSync(join(home, 'app.cjs'), 'setInterval(() => {}, 1000);');
    writeFileSync(
      join(home, 'ecosystem.config.cjs'),
      `module.exports = { apps: [
        { name: 'plain', script: 'app.cjs', cwd: __dirname, env: { PLANTED_SECRET: 'hunter2' } },
        { name: 'limited', script: 'app.cjs', cwd: __dirname, max_memory_restart: '300M' },
        { name: 'nightly', script: 'app.cjs', cwd: __dirname, cron_restart: '0 3 * * *' },
      ] };`,
    );
    await pm2Command('start', join(home, 'ecosystem.config.cjs'));
    await pm2Command('stop', 'nightly');
  });
  after(async () => {
    await pm2Command('kill');
    rmSync(home, { recursive: true, force: true });
  });

  for (const [why, rpc] of [
    ['may not be used', failing('connection', noPermission)],
    ['answers what is no list', failing('unexpected_answer')],
    ['is refused', failing('refused')],
  ] as const) {
    it(`reads the same list by command as by socket, where that ${why}`, async () => {
      const bySocket = await createPm2({ home, timeoutMs: 3_000 }).list();
      const byCommand = await pm2With(home, REAL_COMMAND, rpc).list();
      assert.equal(byCommand.length, 3);
      assert.deepEqual(lasting(byCommand), lasting(bySocket));
      assert.ok((byCommand[0]?.memoryBytes ?? 0) > 0);
      assert.doesNotMatch(JSON.stringify(byCommand), /hunter2/);
    });
  }

  it('asks the socket as long as that answers', async () => {
    const list = await pm2With(home, ['/nowhere/pm2'], callDaemon).list();
    assert.equal(list.length, 3);
  });
});

describe('where no PM2 daemon runs', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'pm2-command-none-'));
  });
  afterEach(async () => {
    // Only where one was started after all.
    if (existsSync(join(home, 'rpc.sock'))) {
      const env = { ...process.env, PM2_HOME: home };
      await run(process.execPath, [...REAL_COMMAND.slice(1), 'kill'], { env });
    }
    rmSync(home, { recursive: true, force: true });
  });

  it('does not run the command, which would start one', async () => {
    await assert.rejects(pm2With(home, REAL_COMMAND, callDaemon).list(), kindOf('no_daemon'));
    assert.deepEqual(readdirSync(home), []);
  });

  for (const [what, rpc] of [
    ['is silent', failing('silence')],
    ['closes the connection, as one that is ending does', failing('connection')],
  ] as const) {
    it(`does not run it for a daemon that ${what}`, async () => {
      await assert.rejects(pm2With(home, REAL_COMMAND, rpc).list(), Pm2Error);
      assert.deepEqual(readdirSync(home), []);
    });
  }

  it('does not run it behind a forbidden socket whose daemon has ended', async () => {
    const { pid } = await new Promise<{ pid: number }>((resolve) => {
      const child = execFile('true');
      child.once('exit', () => resolve({ pid: child.pid ?? 0 }));
    });
    writeFileSync(join(home, 'pm2.pid'), String(pid));
    const pm2 = pm2With(home, REAL_COMMAND, failing('connection', noPermission));
    await assert.rejects(pm2.list(), kindOf('connection'));
    assert.deepEqual(readdirSync(home), ['pm2.pid']);
  });

  it('does not take the list of a daemon for one that the command had to start', async () => {
    // Nothing tells that nobody is behind a socket that may not be used.
    const pm2 = pm2With(home, REAL_COMMAND, failing('connection', noPermission));
    await assert.rejects(pm2.list(), kindOf('no_daemon', /has started an empty one/));
  });
});

describe('a command', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'pm2-command-fake-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const entry = (name: string) =>
    JSON.stringify([{ name, pm_id: 0, pid: 7, pm2_env: { status: 'online', exec_mode: 'fork_mode' } }]);

  /** A program that does this, as a shell script. */
  function program(script: string): string {
    const file = join(mkdtempSync(join(folder, 'bin-')), 'pm2');
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o700);
    return file;
  }
  const listing = (script: string, timeoutMs = TIMEOUT_MS) =>
    pm2With(folder, [program(script)], failing('refused'), timeoutMs);

  it('may print lines before the list and after it', async () => {
    const list = await listing(
      `echo; echo '>>>> In-memory PM2 is out-of-date, do:'; echo '[PM2] a line of its own'; echo '${entry('web')}'; echo done`,
    ).list();
    assert.deepEqual(
      list.map(({ name }) => name),
      ['web'],
    );
  });

  for (const [what, script, kind, message] of [
    ['prints nothing', 'true', 'unexpected_answer', /no list/],
    ['prints half a list', `printf '%s' '[{"name":"we'`, 'unexpected_answer', /no list/],
    ['prints a list of something else', `echo '[{"name":"web"}]'`, 'unexpected_answer', /not a process list/],
    ['fails', 'echo "sudo: a password is required" >&2; exit 1', 'refused', /\(1\): sudo: a password/],
    ['is killed', 'kill -9 $$', 'refused', /./],
    ['prints without end', 'yes "[PM2] secret"', 'connection', /ERR_CHILD_PROCESS_STDIO_MAXBUFFER/],
  ] as const) {
    it(`that ${what} is an error, without what it printed`, async () => {
      await assert.rejects(listing(script).list(), (error) => {
        assert.ok(kindOf(kind, message)(error), String(error));
        assert.doesNotMatch(`${error} ${JSON.stringify(error)}`, /secret/);
        return true;
      });
    });
  }

  it('that does not exist is an error that names the setting', async () => {
    const pm2 = pm2With(folder, [join(folder, 'nowhere')], failing('refused'));
    await assert.rejects(pm2.list(), kindOf('connection', /ENOENT.*processes\.pm2_command/));
  });

  it('is given its arguments as they are, no shell, and none of our secrets', async () => {
    const file = program(`env > '${folder}/env'; printf '%s\\n' "$@" > '${folder}/args'; echo '[]'`);
    const command = [file, '-u', '$(touch /tmp/never); vizora'];
    const options = { home: folder, timeoutMs: TIMEOUT_MS };
    await withPm2Command(createPm2({ ...options, rpc: failing('refused') }), {
      ...options,
      command,
      env: { PATH, DATABASE_URL: 'postgres://ops:hunter2@db' },
      log,
    }).list();
    assert.equal(readFileSync(join(folder, 'args'), 'utf8'), '-u\n$(touch /tmp/never); vizora\njlist\n');
    const env = readFileSync(join(folder, 'env'), 'utf8');
    assert.match(env, new RegExp(`^PM2_HOME=${folder}$`, 'm'));
    assert.doesNotMatch(env, /DATABASE_URL|hunter2/);
  });

  it('that has ended, and left something behind that holds its output, is not waited for either', async () => {
    const left = join(folder, 'left');
    await assert.rejects(listing(`sleep 60 & echo $! > '${left}'`, 150).list(), kindOf('silence'));
    process.kill(Number(readFileSync(left, 'utf8')));
  });

  it('that hangs is not waited for, not started again before it has ended, and killed', async () => {
    const started = join(folder, 'started');
    const pm2 = listing(`trap '' TERM; echo $$ >> '${started}'; exec sleep 60`, 150);
    await assert.rejects(pm2.list(), kindOf('silence', /did not end within 150 ms/));
    await assert.rejects(pm2.list(), kindOf('silence', /has not ended yet/));
    const pids = readFileSync(started, 'utf8').trim().split('\n');
    assert.equal(pids.length, 1);
    const deadline = Date.now() + 10_000;
    while (existsSync(`/proc/${pids[0]}/exe`)) {
      assert.ok(Date.now() < deadline, 'it still runs');
      await delay(50);
    }
  });
});
