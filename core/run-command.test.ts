import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { runCommand } from './run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'run-command-'));
after(() => rmSync(folder, { recursive: true }));

const run = (argv: readonly string[], within = 10_000) => runCommand({ argv, env: process.env, within });
const shell = (script: string, within?: number) => run(['/bin/sh', '-c', script], within);

/** Whether a process lives; one that nobody has waited for yet does not. */
function lives(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function dies(pid: number): Promise<boolean> {
  for (let waited = 0; waited < 200 && lives(pid); waited++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return !lives(pid);
}

describe('a command of the operator', () => {
  it('tells how it ended, and what it said last', async () => {
    assert.deepEqual(await shell('echo one; echo two >&2'), { how: 'exited', code: 0, said: 'two' });
    assert.deepEqual(await shell('echo no; exit 3'), { how: 'exited', code: 3, said: 'no' });
    assert.deepEqual(await shell('kill -9 $$'), { how: 'killed', signal: 'SIGKILL', said: '' });
  });

  it('that is not there says so', async () => {
    assert.deepEqual(await run(['/nowhere/check']), { how: 'not_started', said: 'ENOENT' });
  });

  it('that hangs and does not listen is killed, with all that it has started', async () => {
    const file = join(folder, 'pids');
    const began = performance.now();
    const end = await shell(`trap '' TERM; sleep 60 & echo $$ $! > ${file}; echo waiting; wait`, 700);
    assert.deepEqual(end, { how: 'too_late', said: 'waiting' });
    assert.ok(performance.now() - began < 5_000, 'it was not waited for');
    const [own = 0, child = 0] = readFileSync(file, 'utf8').trim().split(' ').map(Number);
    assert.deepEqual([await dies(own), await dies(child)], [true, true]);
  });

  it('that ends leaves nothing behind, and is not waited for because of it', async () => {
    const file = join(folder, 'left');
    const end = await shell(`sleep 60 & echo $! > ${file}; echo done`);
    assert.deepEqual(end, { how: 'exited', code: 0, said: 'done' });
    assert.ok(await dies(Number(readFileSync(file, 'utf8'))), 'what it left behind was ended');
  });

  it('is told neither what a shell would make of its arguments nor what our environment holds', async () => {
    const env = { ...process.env, VIZORA_SECRET: 'hidden' };
    const print =
      'process.stdout.write(JSON.stringify([process.argv.slice(1), Object.keys(process.env).sort()]))';
    const argv = [process.execPath, '-e', print, '--', '$(id)', '; rm -rf /'];
    const { said } = await runCommand({ argv, env, within: 10_000 });
    const [args, names] = JSON.parse(said) as [string[], string[]];
    assert.deepEqual(args, ['$(id)', '; rm -rf /']);
    assert.deepEqual(
      names.filter((name) => !['PATH', 'HOME', 'USER', 'LANG'].includes(name)),
      [],
    );
  });

  it('is quoted with little of what it said, and without secrets', async () => {
    const { said } = await shell('i=0; while [ $i -lt 5000 ]; do printf x; i=$((i+1)); done; echo');
    assert.equal(said, 'x'.repeat(200));
    const secret = await shell('echo "cannot log in: DB_PASSWORD=s3cr3t"; exit 1');
    assert.equal(secret.said, 'cannot log in: DB_PASSWORD=[redacted]');
  });
});
