import assert from 'node:assert/strict';
import { test } from 'node:test';
import { schedule } from './programme.test-support.ts';
import { areInConflict, rivalOf } from './schedule-conflict.ts';

const NOW = Date.parse('2026-03-04T12:00:00.000Z');

type Special = Parameters<typeof schedule>[0];
const UTC = { least: 0, most: 0 };
function compared(a: Special, b: Special, offsets = UTC): boolean | null {
  const some = rivalOf(schedule({ id: 's1', playlistId: 'promo', ...a }), NOW);
  const other = rivalOf(schedule({ id: 's2', playlistId: 'menu', ...b }), NOW);
  assert.ok(some && other);
  assert.equal(areInConflict(other, some, offsets), areInConflict(some, other, offsets));
  return areInConflict(some, other, offsets);
}

const MONDAY_NIGHT = { startTime: 1_320, endTime: 120, daysOfWeek: [1] };
/** Both run until a Thursday from a Tuesday on, and a Monday lies not between. */
const LAST_OF_MONDAYS = { daysOfWeek: [1], endDate: '2026-03-12T00:00:00.000Z' };
const FROM_TUESDAY = { daysOfWeek: [1], startDate: '2026-03-10T00:00:00.000Z' };
const cases: readonly [string, Special, Special, boolean | null][] = [
  ['are in conflict when they claim the same hours', {}, {}, true],
  ['are not when one has priority', { priority: 1 }, {}, false],
  ['are not when they show the same', {}, { playlistId: 'promo' }, false],
  [
    'are not when one begins in the minute in which the other ends',
    { startTime: 480, endTime: 720 },
    { startTime: 720, endTime: 780 },
    false,
  ],
  ['are when they share a minute', { startTime: 480, endTime: 721 }, { startTime: 720, endTime: 780 }, true],
  ['are not on different days', { daysOfWeek: [1] }, { daysOfWeek: [2] }, false],
  [
    'are when the night of one runs into the morning of the other',
    MONDAY_NIGHT,
    { startTime: 60, endTime: 180, daysOfWeek: [2] },
    true,
  ],
  [
    'are not when that is the morning before',
    MONDAY_NIGHT,
    { startTime: 60, endTime: 180, daysOfWeek: [1] },
    false,
  ],
  [
    'are not when one starts at the instant at which the other ends',
    { endDate: '2026-04-01T00:00:00.000Z' },
    { startDate: '2026-04-01T00:00:00.000Z' },
    false,
  ],
  [
    'are when it starts a millisecond before',
    { endDate: '2026-04-01T00:00:00.000Z' },
    { startDate: '2026-03-31T23:59:59.999Z' },
    true,
  ],
  ['are not when the days that they share have none of their hours', LAST_OF_MONDAYS, FROM_TUESDAY, false],
  ['are when those have', { ...LAST_OF_MONDAYS, endDate: '2026-03-16T00:00:01.000Z' }, FROM_TUESDAY, true],
  ['may be when a date cannot be read', { endDate: 'someday' }, {}, null],
  ['are not when that does not matter', { endDate: 'someday' }, { priority: 1 }, false],
];

for (const [name, a, b, expected] of cases) {
  test(`two schedules ${name}`, () => assert.equal(compared(a, b), expected));
}

test('two schedules are in conflict where clocks at a display show hours of both, though others do not', () => {
  const inChicago = { least: -360, most: 0 };
  assert.equal(compared(LAST_OF_MONDAYS, FROM_TUESDAY, inChicago), true);
  const evening = { ...FROM_TUESDAY, startTime: 0, endTime: 1_080 };
  assert.equal(compared(LAST_OF_MONDAYS, evening, inChicago), false);
});

test('a schedule that is over is nobody’s rival', () => {
  assert.equal(rivalOf(schedule({ isActive: false }), NOW), null);
  assert.equal(rivalOf(schedule({ endDate: '2026-03-04T11:59:59.999Z' }), NOW), null);
  assert.notEqual(rivalOf(schedule({ endDate: '2026-03-04T12:00:00.000Z' }), NOW), null);
});
