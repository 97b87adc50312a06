import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dailySchedule } from './daily-schedule.ts';

/** When it was due last, and for which day. */
function due(at: string, timezone: string, now: string): [string, string] {
  const schedule = dailySchedule(at, timezone);
  const moment = schedule.lastDue(Date.parse(now));
  return [new Date(moment).toISOString(), schedule.dayOf(moment)];
}

describe('a time of day', () => {
  it('is reached at its very moment, and not a ms before', () => {
    assert.deepEqual(due('08:00', 'Europe/Berlin', '2026-11-25T07:00:00.000Z'), [
      '2026-11-25T07:00:00.000Z',
      '2026-11-25',
    ]);
    assert.deepEqual(due('08:00', 'Europe/Berlin', '2026-11-25T06:59:59.999Z'), [
      '2026-11-24T07:00:00.000Z',
      '2026-11-24',
    ]);
  });

  it('is of the day where the people are', () => {
    assert.deepEqual(due('00:30', 'Asia/Tokyo', '2026-11-24T16:00:00Z'), [
      '2026-11-24T15:30:00.000Z',
      '2026-11-25',
    ]);
    assert.deepEqual(due('23:30', 'America/New_York', '2026-11-25T05:00:00Z'), [
      '2026-11-25T04:30:00.000Z',
      '2026-11-24',
    ]);
  });

  it('moves with the clocks of the people', () => {
    assert.deepEqual(due('08:00', 'Europe/Berlin', '2026-07-01T12:00:00Z')[0], '2026-07-01T06:00:00.000Z');
  });

  it('comes once on a day that lacks it, and once on a day that has it twice', () => {
    assert.deepEqual(due('02:30', 'Europe/Berlin', '2026-03-29T12:00:00Z'), [
      '2026-03-29T01:00:00.000Z',
      '2026-03-29',
    ]);
    for (const now of ['2026-10-25T00:40:00Z', '2026-10-25T01:40:00Z', '2026-10-25T12:00:00Z']) {
      assert.deepEqual(due('02:30', 'Europe/Berlin', now), ['2026-10-25T00:30:00.000Z', '2026-10-25']);
    }
  });
});
