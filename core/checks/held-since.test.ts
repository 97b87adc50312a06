import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { heldSince } from './held-since.ts';

const samples = (...list: [at: number, holds: boolean][]) => list.map(([at, holds]) => ({ at, holds }));
const since = (list: { at: number; holds: boolean }[], maxGap = 30) =>
  heldSince(list, ({ holds }) => holds, maxGap);

test('goes back to the first sample of the run that lasts until now', () => {
  assert.equal(since(samples([0, true], [20, false], [40, true], [60, true])), 40);
});

test('is nothing when the newest sample does not hold, or there is none', () => {
  assert.equal(since(samples([0, true], [20, false])), null);
  assert.equal(since([]), null);
});

test('bridges a gap as long as it may be, and none that is longer', () => {
  assert.equal(since(samples([0, true], [30, true])), 0);
  assert.equal(since(samples([0, true], [31, true])), 31);
});

test('never reaches over a sample that did not hold, nor over a longer gap', () => {
  const step = fc.record({ wait: fc.integer({ min: 1, max: 60 }), holds: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 60 }), (steps, maxGap) => {
      let clock = 0;
      const list = steps.map(({ wait, holds }) => {
        clock += wait;
        return { at: clock, holds };
      });
      const start = since(list, maxGap);
      if (start === null) return assert.equal(list.at(-1)?.holds ?? false, false);
      const run = list.filter(({ at }) => at >= start);
      assert.ok(run.every(({ holds }) => holds));
      assert.ok(run.slice(1).every(({ at }, i) => at - (run[i]?.at ?? 0) <= maxGap));
      const before = list.findLast(({ at }) => at < start);
      assert.ok(before === undefined || !before.holds || start - before.at > maxGap);
    }),
  );
});
