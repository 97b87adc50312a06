import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type DatabaseActivity, vacuumHindered } from './vacuum-hindered.ts';

const quiet: DatabaseActivity = {
  isReplica: false,
  hiddenSessions: 0,
  longestTransactionSeconds: 0,
  backups: [],
  vacuums: 0,
};

describe('a vacuum', () => {
  const cases: [what: string, special: Partial<DatabaseActivity>, verdict: string, detail: RegExp][] = [
    ['has its way in a quiet database', {}, 'good', /^$/],
    ['is for the primary', { isReplica: true }, 'bad', /replica/],
    ['waits for a backup', { backups: ['pg_dump'] }, 'bad', /pg_dump/],
    ['waits for another', { vacuums: 1 }, 'bad', /another vacuum/],
    ['waits for a transaction as long as the limit', { longestTransactionSeconds: 600 }, 'bad', /600 s/],
    ['does not wait for a shorter one', { longestTransactionSeconds: 599.9 }, 'good', /^$/],
    ['does not know what a hidden session does', { hiddenSessions: 1 }, 'unknown', /pg_read_all_stats/],
    ['waits for what is seen beside what is hidden', { hiddenSessions: 1, vacuums: 1 }, 'bad', /another/],
  ];
  for (const [what, special, verdict, detail] of cases) {
    it(what, () => {
      const finding = vacuumHindered({ ...quiet, ...special }, 600_000);
      assert.equal(finding.verdict, verdict);
      assert.match(finding.detail ?? '', detail);
    });
  }
});
