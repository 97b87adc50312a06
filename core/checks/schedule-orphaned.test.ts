import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scheduleOrphaned } from './schedule-orphaned.ts';

const END = '2026-03-01T12:00:00.000Z';
const end = Date.parse(END);
const schedule = { isActive: true, startDate: '2026-01-01T00:00:00.000Z', endDate: END, displayId: 'd1' };

const cases = [
  ['bad when its display is gone', schedule, true, end, 'bad'],
  ['good when its display is there', schedule, false, end, 'good'],
  ['unknown while that is not known', schedule, null, end, 'unknown'],
  ['good once it has ended', schedule, true, end + 1, 'good'],
  ['good when it is inactive', { ...schedule, isActive: false }, true, end, 'good'],
  ['good when it aims at a group', { ...schedule, displayId: null }, null, end, 'good'],
] as const;

for (const [name, given, gone, now, verdict] of cases) {
  test(`a schedule is ${name}`, () => assert.equal(scheduleOrphaned(given, gone, now).verdict, verdict));
}
