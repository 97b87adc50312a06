import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type TableCounts, vacuumOverdue } from './vacuum-overdue.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-03-01T12:00:00Z');
const limits = { dead_ratio: 0.2, dead_rows: 10_000, after: 26 * HOUR };

/** A table that is overdue in every respect, each of them by nothing. */
const overdue: TableCounts = { liveRows: 40_000, deadRows: 10_000, lastVacuumAt: NOW - 26 * HOUR };
const verdict = (special: Partial<TableCounts>, now = NOW) =>
  vacuumOverdue({ ...overdue, ...special }, limits, now).verdict;

const cases = [
  ['bad when enough rows are dead, in number and share, for long enough', verdict({}), 'bad'],
  ['good with one dead row less', verdict({ liveRows: 0, deadRows: 9_999 }), 'good'],
  ['good with one live row more, so that the share is below', verdict({ liveRows: 40_001 }), 'good'],
  ['good one millisecond before its time', verdict({}, NOW - 1), 'good'],
  ['bad when it was never vacuumed', verdict({ lastVacuumAt: null }), 'bad'],
  [
    'good when it was never vacuumed and holds few dead rows',
    verdict({ lastVacuumAt: null, deadRows: 9 }),
    'good',
  ],
  ['good when it is empty', verdict({ liveRows: 0, deadRows: 0, lastVacuumAt: null }), 'good'],
  [
    'good when it was vacuumed in what our clock calls the future',
    verdict({ lastVacuumAt: NOW + HOUR }),
    'good',
  ],
  ['unknown when nothing is counted', vacuumOverdue(null, limits, NOW).verdict, 'unknown'],
] as const;

for (const [name, seen, expected] of cases) {
  test(`a table is ${name}`, () => assert.equal(seen, expected));
}

test('a table that is overdue tells since when, and how many rows are dead', () => {
  assert.deepEqual(vacuumOverdue({ ...overdue, lastVacuumAt: NOW - 30 * HOUR }, limits, NOW), {
    verdict: 'bad',
    detail: '10000 of 50000 rows are dead, last vacuumed at 2026-02-28T06:00:00.000Z',
    since: NOW - 4 * HOUR,
  });
});

test('more dead rows, fewer live ones and more time never make a table good that was bad', () => {
  const rows = fc.nat({ max: 1_000_000 });
  fc.assert(
    fc.property(
      rows,
      rows,
      fc.nat(100 * HOUR),
      rows,
      rows,
      fc.nat(HOUR),
      (live, dead, age, less, more, later) => {
        const before = vacuumOverdue(
          { liveRows: live, deadRows: dead, lastVacuumAt: NOW - age },
          limits,
          NOW,
        );
        fc.pre(before.verdict === 'bad');
        const worse = { liveRows: Math.max(0, live - less), deadRows: dead + more, lastVacuumAt: NOW - age };
        assert.equal(vacuumOverdue(worse, limits, NOW + later).verdict, 'bad');
      },
    ),
  );
});
