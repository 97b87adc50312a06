import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PlaylistYield, scheduleEmptyPlaylist } from './schedule-empty-playlist.ts';

const END = '2026-03-01T12:00:00.000Z';
const end = Date.parse(END);
const schedule = { isActive: true, startDate: '2026-01-01T00:00:00.000Z', endDate: END };

const cases: readonly [string, PlaylistYield | null, string][] = [
  ['good when something of its playlist is delivered', { size: 2, deliverable: 'yes' }, 'good'],
  ['bad when its playlist has no item', { size: 0, deliverable: 'no' }, 'bad'],
  ['bad when none of the items is delivered', { size: 2, deliverable: 'no' }, 'bad'],
  ['unknown while that is not known', { size: 2, deliverable: 'unknown' }, 'unknown'],
  ['unknown when its playlist was not found', null, 'unknown'],
];

for (const [name, playlist, verdict] of cases) {
  test(`a schedule is ${name}`, () => {
    assert.equal(scheduleEmptyPlaylist(schedule, playlist, end).verdict, verdict);
  });
}

test('a schedule that is over needs no playlist', () => {
  const empty = { size: 0, deliverable: 'no' } as const;
  assert.equal(scheduleEmptyPlaylist(schedule, empty, end + 1).verdict, 'good');
  assert.equal(scheduleEmptyPlaylist({ ...schedule, isActive: false }, empty, end).verdict, 'good');
});
