import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backupShrunk } from './backup-shrunk.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const MINUTE = 60_000;

const backup = (sizeBytes: number, age = 60 * MINUTE) => ({ name: 'db.dump', sizeBytes, at: NOW - age });
const judge = (newest: number, before: number, age = 60 * MINUTE) =>
  backupShrunk({ newest: backup(newest, age), before: backup(before) }, 0.5, NOW);

const cases = [
  ['good at half the size', judge(500, 1_000), 'good'],
  ['bad below it', judge(499, 1_000), 'bad'],
  ['good when it has grown', judge(5_000, 1_000), 'good'],
  ['bad when it is empty', judge(0, 1_000), 'bad'],
  ['good when both are empty', judge(0, 0), 'good'],
  ['good when it is the only one', backupShrunk({ newest: backup(1), before: null }, 0.5, NOW), 'good'],
  ['good when there is none', backupShrunk({ newest: null, before: null }, 0.5, NOW), 'good'],
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
