import assert from 'node:assert/strict';
import { test } from 'node:test';
import { storageHigh, usedShare } from './storage-high.ts';

const cases = [
  ['good below the share', 799, 1_000, 'good'],
  ['bad at the share', 800, 1_000, 'bad'],
  ['bad above the quota', 1_100, 1_000, 'bad'],
  ['good when nothing is used', 0, 1_000, 'good'],
  ['unknown without a quota', 5, 0, 'unknown'],
] as const;

for (const [name, used, quota, verdict] of cases) {
  test(`a storage is ${name}`, () => {
    assert.equal(storageHigh(usedShare(used, quota), 0.8).verdict, verdict);
  });
}

test('a full storage tells how full, never more than it is', () => {
  assert.deepEqual(storageHigh(0.9299, 0.8), { verdict: 'bad', detail: '92 % used' });
});
