import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Case, drawnCase, fixedCase } from './cases.ts';
import { runCases } from './run-cases.ts';
import { withScratch } from './scratch.ts';

/** Among them a person's stop file, and several kills in one run. */
const SEEDS = [9, 13, 40, 49];

test('the same seed is the same run, whatever else is run before it and beside it', async () => {
  const cases = SEEDS.map(drawnCase);
  const carryOut = (some: readonly Case[], jobs: number) =>
    withScratch((scratch) => runCases(some, { scratch, kept: join(scratch, 'kept'), jobs }));
  const together = await carryOut(cases, 2);
  for (const one of cases) {
    const before = together.find(({ name }) => name === one.name);
    assert.deepEqual(await carryOut([one], 1), [before]);
  }
});

test('a kill in another moment than the one that was found speaks against the run', async () => {
  await withScratch(async (scratch) => {
    const kept = join(scratch, 'kept');
    const [result] = await runCases([fixedCase({ point: 40, moment: 'after tea' })], {
      scratch,
      kept,
      jobs: 1,
    });
    assert.match(result?.violations.join() ?? '', /it was killed .+, and was to be killed after tea/);
  });
});
