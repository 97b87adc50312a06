import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DisplayState } from './display-state.ts';
import { displayWithoutContent } from './display-without-content.ts';
import { displayOf, type ProgrammeWorld, programmeOf } from './programme.test-support.ts';

const heard: DisplayState = { kind: 'heard', heartbeat: 0 };
const judged = (world: ProgrammeWorld, state: DisplayState = heard, outsideHours = false) =>
  displayWithoutContent(displayOf(world), state, programmeOf(world), outsideHours);

const NO_PLAYLIST = { currentPlaylistId: null };
const AT_NIGHT = { startTime: 1_320, endTime: 120 };
const unknownAgeing = { 'c-ageing': undefined };

const cases: readonly [string, ProgrammeWorld, string][] = [
  ['good with a playlist of its own', {}, 'good'],
  ['good with a schedule', { display: NO_PLAYLIST, schedules: [{}] }, 'good'],
  ['bad with neither', { display: NO_PLAYLIST }, 'bad'],
  ['bad when nothing of its playlist is delivered', { display: { currentPlaylistId: 'archived' } }, 'bad'],
  ['bad when the schedule that wins shows nothing', { schedules: [{ playlistId: 'empty' }] }, 'bad'],
  [
    'bad when its contents expired a millisecond ago',
    { display: { currentPlaylistId: 'ageing' }, expiries: { 'c-ageing': '2026-03-04T11:59:59.999Z' } },
    'bad',
  ],
  [
    'good a millisecond before they expire',
    { display: { currentPlaylistId: 'ageing' }, expiries: { 'c-ageing': '2026-03-04T12:00:00.001Z' } },
    'good',
  ],
  [
    'unknown while it is not known whether they did',
    { display: { currentPlaylistId: 'ageing' }, expiries: unknownAgeing },
    'unknown detail_unknown',
  ],
  [
    'unknown between equal schedules of which only one shows something',
    { schedules: [{}, { playlistId: 'empty' }] },
    'unknown ambiguous',
  ],
  [
    'good between equal schedules that all show something',
    { schedules: [{}, { playlistId: 'menu' }] },
    'good',
  ],
  ['unknown in a time zone that there is not', { display: { timezone: 'Nowhere' } }, 'unknown unknown_shape'],
  [
    'unknown when a date that may decide cannot be read',
    { schedules: [{ endDate: 'someday' }] },
    'unknown unparseable_date',
  ],
  [
    'good in the hours that its schedules leave dark',
    { display: NO_PLAYLIST, schedules: [AT_NIGHT] },
    'good',
  ],
  [
    'good when a schedule begins within a week',
    { display: NO_PLAYLIST, schedules: [{ startDate: '2026-03-11T12:00:00.000Z' }] },
    'good',
  ],
  [
    'bad when the first one begins later',
    { display: NO_PLAYLIST, schedules: [{ startDate: '2026-03-11T12:00:00.001Z' }] },
    'bad',
  ],
  [
    'bad when those show nothing at any hour',
    { display: NO_PLAYLIST, schedules: [{ ...AT_NIGHT, playlistId: 'archived' }] },
    'bad',
  ],
  ['bad when those have no hours', { display: NO_PLAYLIST, schedules: [{ daysOfWeek: [] }] }, 'bad'],
  [
    'bad when those have ended',
    { display: NO_PLAYLIST, schedules: [{ endDate: '2026-03-04T11:59:59.999Z' }] },
    'bad',
  ],
  [
    'unknown while it is not known whether those show something',
    { display: NO_PLAYLIST, schedules: [{ ...AT_NIGHT, playlistId: 'ageing' }], expiries: unknownAgeing },
    'unknown detail_unknown',
  ],
];

for (const [name, world, expected] of cases) {
  test(`a display that is heard of is ${name}`, () => {
    const finding = judged(world);
    assert.equal(finding.verdict === 'unknown' ? `unknown ${finding.reason}` : finding.verdict, expected);
  });
}

test('in the hours that its schedules leave dark a display is bad where those count', () => {
  assert.equal(judged({ display: NO_PLAYLIST, schedules: [AT_NIGHT] }, heard, true).verdict, 'bad');
});

test('a display that is not heard of, or not meant to be, does not lack content', () => {
  const states: DisplayState[] = [
    { kind: 'silent', heartbeat: 0 },
    { kind: 'disabled' },
    { kind: 'pairing' },
    { kind: 'never_seen' },
  ];
  for (const state of states)
    assert.equal(judged({ display: NO_PLAYLIST }, state).verdict, 'good', state.kind);
});

test('of a display whose heartbeat cannot be read it is not known', () => {
  assert.equal(judged({ display: NO_PLAYLIST }, { kind: 'unknown', detail: '?' }).verdict, 'unknown');
});
