import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backupShrunk } from './backup-shrunk.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const MINUTE = 60_000;

const backup = (sizeBytes: number, age = 60 * MINUTE) => ({ name: 'db.dump', sizeBytes, at: NOW - age });
const judge = (newest: number, before: number, age = 60 * MINUTE) =>
  backupShrunk({ newest: backup(newest, age), before: [backup(before)] }, 0.5, NOW);

/** One a day of these sizes, newest first. */
const nights = (...sizes: number[]) => {
  const [newest = null, ...before] = sizes.map((size, i) => backup(size, (1 + 24 * i) * 60 * MINUTE));
  return backupShrunk({ newest, before }, 0.5, NOW);
};

const cases = [
  ['good at half the size', judge(500, 1_000), 'good'],
  ['bad below it', judge(499, 1_000), 'bad'],
  ['good when it has grown', judge(5_000, 1_000), 'good'],
  ['bad when it is empty', judge(0, 1_000), 'bad'],
  ['bad when it is as empty as the one before', judge(0, 0), 'bad'],
  ['bad when it is empty and the only one', nights(0), 'bad'],
  ['good when it is the only one', nights(1), 'good'],
  ['good when there is none', nights(), 'good'],
  ['bad in the second night that it is small', nights(20, 20, 1_000, 1_000), 'bad'],
  ['bad as long as a larger one is kept', nights(20, 20, 20, 20, 20, 20, 20, 1_000), 'bad'],
  ['good at half the largest, whatever lies between', nights(500, 20, 1_000), 'good'],
  ['bad below half the largest, although it has grown', nights(499, 20, 1_000), 'bad'],
  ['unknown while it is empty and may still be written', judge(0, 1_000, 0), 'unknown'],
  ['unknown while it may still be written', judge(499, 1_000, 2 * MINUTE - 1), 'unknown'],
  ['bad two minutes after it was written last', judge(499, 1_000, 2 * MINUTE), 'bad'],
  ['good while it is written and large enough', judge(600, 1_000, 0), 'good'],
] as const;

for (const [name, finding, verdict] of cases) {
  test(`a backup is ${name}`, () => assert.equal(finding.verdict, verdict));
}

test('a backup that has shrunk tells both sizes, and since when', () => {
  assert.deepEqual(judge(10, 1_000), {
    verdict: 'bad',
    detail: 'db.dump has 10 bytes, db.dump had 1000',
    since: NOW - 60 * MINUTE,
  });
});

test('a backup that is small for the second night is so since the first, and an empty one tells that it is', () => {
  assert.deepEqual(nights(10, 20, 1_000, 10), {
    verdict: 'bad',
    detail: 'db.dump has 10 bytes, db.dump had 1000',
    since: NOW - 25 * 60 * MINUTE,
  });
  assert.equal(nights(0, 0, 1_000).detail, 'db.dump is empty');
});
