import assert from 'node:assert/strict';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { drawnCase, fixedCase } from '../crash/cases.ts';
import { findPoints } from '../crash/find-points.ts';
import { runCases } from '../crash/run-cases.ts';
import { withScratch } from '../crash/scratch.ts';

/** A sample of what `npm run crash` does. */
const SEEDS = 40;
const EVERY = 14;

test('a remediator that is killed at any moment leaves what the next one can go on with, and all that always holds, holds', {
  timeout: 300_000,
}, async (t) => {
  await withScratch(async (scratch) => {
    const points = await findPoints(scratch);
    const cases = [
      ...points.filter((_, index) => index % EVERY === 0).map(fixedCase),
      ...Array.from({ length: SEEDS }, (_, n) => drawnCase(n + 1)),
    ];
    const kept = join(tmpdir(), 'vizora-ops-crash');
    const results = await runCases(cases, { scratch, kept, jobs: availableParallelism() });
    const kills = results.flatMap((result) => result.kills);
    t.diagnostic(`${results.length} runs with ${kills.length} kills`);
    assert.ok(results.length === cases.length && kills.length > SEEDS, 'processes were killed');
    assert.deepEqual(
      results.flatMap(({ command, violations }) => violations.map((violation) => `${command}: ${violation}`)),
      [],
    );
  });
});
