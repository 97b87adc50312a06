import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { findPoints } from './find-points.ts';
import { fixedPlan } from './fixed-plan.ts';
import { processUnderTest } from './process-under-test.ts';
import { runFolder } from './run-folder.ts';
import { runPlan } from './run-plan.ts';
import { withScratch } from './scratch.ts';

/** A process that has lived through the fixed run once, and may be asked to do so again. */
async function afterOneRun(
  t: TestContext,
  work: (seen: { pid: number; again(): Promise<unknown>; log: string }) => Promise<void>,
): Promise<void> {
  await withScratch(async (scratch) => {
    const underTest = processUnderTest(join(scratch, 'compiled'));
    t.after(() => underTest.end());
    const [first, second] = ['first', 'second'].map((name) => join(scratch, name)) as [string, string];
    await runPlan(first, fixedPlan(null), underTest);
    await work({
      pid: Number(readFileSync(join(runFolder(first).data, 'remediator.pid'), 'utf8')),
      again: () => runPlan(second, fixedPlan(null), underTest),
      log: runFolder(second).log,
    });
  });
}

test('a kill from elsewhere is not taken for one of the plan', async (t) => {
  await afterOneRun(t, async ({ pid, again, log }) => {
    const refused = assert.rejects(again(), /it ended, and not as planned \(SIGKILL\)/);
    while (!existsSync(log)) await turn();
    process.kill(pid, 'SIGKILL');
    await refused;
  });
});

test('a process that ended between two runs is not waited for', async (t) => {
  await afterOneRun(t, async ({ pid, again }) => {
    process.kill(pid, 'SIGKILL');
    await assert.rejects(again(), /it ended, and not as planned \(SIGKILL\)/);
  });
});

test('the moments of the fixed run are the same each time', async () => {
  await withScratch(async (scratch) => {
    assert.deepEqual(await findPoints(join(scratch, 'one')), await findPoints(join(scratch, 'other')));
  });
});
