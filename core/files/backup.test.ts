import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Backup, NO_BACKUPS, withBackup } from './backup.ts';

test('the newest eight are kept of any number, in whatever order they come', () => {
  const backups = fc.uniqueArray(
    fc.record({ name: fc.string(), sizeBytes: fc.nat(), at: fc.nat({ max: 5 }) }),
    { selector: ({ name }) => name },
  );
  fc.assert(
    fc.property(backups, (given) => {
      const { newest, before } = given.reduce(withBackup, NO_BACKUPS);
      const byAge = (a: Backup, b: Backup) => b.at - a.at || (a.name < b.name ? 1 : -1);
      const sorted = given.toSorted(byAge);
      assert.deepEqual([newest, before], [sorted[0] ?? null, sorted.slice(1, 8)]);
    }),
  );
});
