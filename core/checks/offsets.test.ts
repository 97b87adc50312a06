import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANYWHERE, offsetsOf } from './offsets.ts';

const SATURDAY_NIGHT = Date.parse('2026-03-07T23:30:00.000Z');

test('the offsets of time zones are the least and the most, over the end of a week, too', () => {
  assert.deepEqual(offsetsOf(['America/Chicago', null, 'Asia/Tokyo'], SATURDAY_NIGHT), {
    least: -360,
    most: 540,
  });
  assert.deepEqual(offsetsOf(['Pacific/Kiritimati'], SATURDAY_NIGHT), { least: 840, most: 840 });
  const sundayMorning = SATURDAY_NIGHT + 3_600_000;
  assert.deepEqual(offsetsOf(['America/Chicago'], sundayMorning), { least: -360, most: -360 });
});

test('where one is no time zone, or there is none, it may be anywhere', () => {
  assert.equal(offsetsOf(['Europe/Berlin', 'Atlantis'], SATURDAY_NIGHT), ANYWHERE);
  assert.equal(offsetsOf([], SATURDAY_NIGHT), ANYWHERE);
});
