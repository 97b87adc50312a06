import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { cleanLeftovers, leftovers } from './leftovers.ts';
import { type SpawnOptions, spawnPart } from './spawn-part.ts';
import { createSupervisor } from './supervisor.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'vizora-ops-part-'));
const nodePart = (dir: string, code: string, more: Partial<SpawnOptions> = {}) => {
  const ready = join(dir, 'ready');
  const markReady = `require('node:fs').writeFileSync(${JSON.stringify(ready)}, '');`;
  return spawnPart({
    name: 'sample',
    command: process.execPath,
    args: ['-e', code.replace('READY', markReady)],
    logFile: join(dir, 'logs', 'sample.log'),
    ready: async () => existsSync(ready),
    ...more,
  });
};
const FOR_EVER = 'READY setInterval(() => {}, 1000);';

test('a part that ends before it is ready says its last words', async () => {
  const part = nodePart(folder(), "console.error('the port is taken'); process.exit(3)");
  await assert.rejects(part.start(), /sample ended with code 3 while starting[\s\S]*the port is taken/);
});

test('a part whose program does not exist says so', async () => {
  await assert.rejects(
    nodePart(folder(), '', { command: '/nowhere/prometheus' }).start(),
    /could not be started.*ENOENT/,
  );
});

test('a part that is not ready in time is ended', async () => {
  const dir = folder();
  const part = nodePart(dir, 'setInterval(() => {}, 1000)', { readyWithin: 300 });
  await assert.rejects(part.start(), /not ready in time/);
  assert.deepEqual(leftovers(join(dir, 'pids')), []);
});

test('stopping a part ends it, and stopping it again does no harm', async () => {
  const running = await nodePart(folder(), FOR_EVER).start();
  await running.stop();
  await running.stop();
  assert.equal(await running.exited, 'was ended by SIGTERM');
});

test('a part that ignores SIGTERM is killed after its time', async () => {
  const part = nodePart(folder(), `process.on('SIGTERM', () => {}); ${FOR_EVER}`, { stopWithin: 200 });
  const running = await part.start();
  await running.stop();
  assert.equal(await running.exited, 'was ended by SIGKILL');
});

test('what a killed supervisor left is found by pid and start time, and ended', async () => {
  const dir = folder();
  const running = await nodePart(dir, FOR_EVER).start();
  assert.deepEqual(leftovers(join(dir, 'pids')), [{ name: 'sample', pid: running.pid }]);
  assert.deepEqual(await cleanLeftovers(join(dir, 'pids')), ['sample']);
  assert.equal(await running.exited, 'was ended by SIGTERM');
});

test('a supervisor tells of a part that ends unasked, and not of one that it stopped', async () => {
  const dirs = [folder(), folder()] as const;
  const crashes: string[] = [];
  const told = Promise.withResolvers<void>();
  const supervisor = createSupervisor(
    () => undefined,
    (sentence) => {
      crashes.push(sentence);
      told.resolve();
    },
  );
  const doomed = await supervisor.start(nodePart(dirs[0], FOR_EVER, { name: 'doomed' }));
  await supervisor.start(nodePart(dirs[1], FOR_EVER, { name: 'kept' }));
  await supervisor.running('kept').stop();
  process.kill(doomed.pid, 'SIGKILL');
  await told.promise;
  await supervisor.stop();
  assert.deepEqual(crashes, ['doomed was ended by SIGKILL']);
  assert.deepEqual(readdirSync(join(dirs[0], 'pids')), []);
});
