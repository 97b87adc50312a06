import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

/** A program that says when it is ready, which signals it gets, and ends half a moment after SIGTERM or SIGINT. */
const target = `
  const [mode, ...args] = process.argv.slice(2);
  if (mode === 'fail') process.exit(7);
  if (mode === 'echo') { console.log(JSON.stringify(args)); process.exit(0); }
  if (mode === 'die') process.kill(process.pid, 'SIGKILL');
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => { console.log(signal); setTimeout(() => process.exit(3), 200); });
  }
  setInterval(() => {}, 1000);
  console.log('ready');
`;

describe('node prepare/run.mjs', () => {
  const checkout = mkdtempSync(join(tmpdir(), 'vizora-ops-prepare-'));
  before(() => {
    cpSync(import.meta.dirname, join(checkout, 'prepare'), { recursive: true });
    mkdirSync(join(checkout, 'cli'));
    writeFileSync(join(checkout, 'cli/main.ts'), target);
    writeFileSync(join(checkout, 'package.json'), '{"type":"module"}');
    writeFileSync(join(checkout, 'package-lock.json'), '{"packages":{"":{}}}');
  });
  after(() => rmSync(checkout, { recursive: true, force: true }));

  /** Runs a task as a process group of its own, without a terminal. */
  function run(...args) {
    const child = spawn(process.execPath, [join(checkout, 'prepare/run.mjs'), ...args], { detached: true });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    const ready = new Promise((resolve) =>
      child.stdout.on('data', () => output.includes('ready') && resolve()),
    );
    const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, output }));
    return { pid: child.pid, ready, ended };
  }

  it('hands arguments on as they are and says nothing of its own when all is ready', async () => {
    const { code, output } = await run('ops', 'echo', '--fresh', 'a b', '*').ended;
    assert.deepEqual({ code, output }, { code: 0, output: '["--fresh","a b","*"]\n' });
  });

  it('ends with the code of what it ran', async () => {
    assert.equal((await run('ops', 'fail').ended).code, 7);
  });

  it('ends by the signal that ended what it ran', async () => {
    assert.equal((await run('ops', 'die').ended).signal, 'SIGKILL');
  });

  for (const signal of ['SIGTERM', 'SIGINT']) {
    it(`passes ${signal} on once and waits for the end, although npm sends it twice`, async () => {
      const { pid, ready, ended } = run('ops', 'wait');
      await ready;
      process.kill(pid, signal);
      process.kill(pid, signal);
      assert.deepEqual(await ended, { code: 3, signal: null, output: `ready\n${signal}\n` });
    });
  }

  it('gives tests a folder for temporary files, and removes it', async () => {
    mkdirSync(join(checkout, 'tests/contract'), { recursive: true });
    const file = join(checkout, 'tests/contract/main.ts');
    writeFileSync(
      file,
      `import { writeFileSync } from 'node:fs'; import { tmpdir } from 'node:os';
       writeFileSync(tmpdir() + '/left', ''); console.log(tmpdir());`,
    );
    const { code, output } = await run('contract', '--base-url=http://127.0.0.1').ended;
    assert.equal(code, 0, output);
    assert.notEqual(output.trim(), tmpdir());
    assert.equal(existsSync(output.trim()), false);
  });

  it('names the tasks when there is none of that name', async () => {
    const { code, output } = await run('strat').ended;
    assert.equal(code, 1);
    assert.match(output, /^There is no task "strat"\. There are: start, test, /);
  });

  it('says which file is missing', async () => {
    assert.match((await run('generate').ended).output, /^tests\/generate\.ts is not there\.\n$/);
  });

  it('refuses to install packages anew under a running command', async () => {
    const { pid, ready, ended } = run('ops', 'wait');
    await ready;
    const lock = join(checkout, 'package-lock.json');
    const before = readFileSync(lock);
    writeFileSync(lock, '{"packages":{"":{},"node_modules/x":{"version":"1.0.0"}}}');
    const { code, output } = await run('ops', 'echo').ended;
    writeFileSync(lock, before);
    process.kill(pid, 'SIGTERM');
    await ended;
    assert.equal(code, 1);
    assert.match(output, /still runs from it:\n {4}npm run ops \(process \d+\)\nStop it first/);
  });

  it('lets one process at a time prepare, and takes over from one that was killed', async () => {
    const log = join(checkout, 'log');
    const code = `
      import { appendFileSync } from 'node:fs';
      import { oneAtATime } from '${join(checkout, 'prepare/one-at-a-time.mjs')}';
      await oneAtATime(async () => {
        appendFileSync('${log}', 'in ');
        await new Promise((resolve) => setTimeout(resolve, 50));
        appendFileSync('${log}', 'out ');
      });`;
    mkdirSync(join(checkout, '.vizora-ops'), { recursive: true });
    writeFileSync(join(checkout, '.vizora-ops/prepare.lock'), '{"pid":4194303,"start_ticks":"1"}');
    const workers = [1, 2, 3].map(() => spawn(process.execPath, ['--input-type=module', '-e', code]));
    await Promise.all(workers.map((worker) => once(worker, 'close')));
    assert.equal(readFileSync(log, 'utf8'), 'in out in out in out ');
  });
});
