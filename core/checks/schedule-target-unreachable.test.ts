import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Aim, scheduleTargetUnreachable } from './schedule-target-unreachable.ts';

const END = '2026-03-01T12:00:00.000Z';
const end = Date.parse(END);
const schedule = { isActive: true, startDate: '2026-01-01T00:00:00.000Z', endDate: END };

const sound = {
  isDisabled: false,
  pairedAt: '2026-01-01T00:00:00.000Z',
  unpairedAt: null,
  lastHeartbeat: '2026-02-01T00:00:00.000Z',
};
const display = (special: Partial<Record<keyof typeof sound, string | boolean | null>> = {}): Aim => ({
  kind: 'display',
  display: { ...sound, ...special } as typeof sound,
});
const group = (members: number | null): Aim => ({ kind: 'group', members });

const cases: readonly [string, Aim, string][] = [
  ['good when its display can show it', display(), 'good'],
  ['bad when its display is disabled', display({ isDisabled: true }), 'bad'],
  ['bad when its display was never paired', display({ pairedAt: null, lastHeartbeat: null }), 'bad'],
  ['good when its display is heard of, though no pairing is known', display({ pairedAt: null }), 'good'],
  ['good when its display is paired and has not come yet', display({ lastHeartbeat: null }), 'good'],
  ['bad when its display was unpaired', display({ unpairedAt: '2026-01-01T00:00:00.001Z' }), 'bad'],
  ['good when its display was paired again', display({ unpairedAt: '2025-12-31T23:59:59.999Z' }), 'good'],
  ['good when its display is gone, which is another fault', { kind: 'display', display: 'gone' }, 'good'],
  ['unknown when its display was not found', { kind: 'display', display: null }, 'unknown'],
  ['bad when its group has no display', group(0), 'bad'],
  ['good when its group has one', group(1), 'good'],
  ['unknown when its group was not found', group(null), 'unknown'],
];

for (const [name, aim, verdict] of cases) {
  test(`a schedule is ${name}`, () => {
    assert.equal(scheduleTargetUnreachable(schedule, aim, end).verdict, verdict);
  });
}

test('a schedule that is over needs no target', () => {
  assert.equal(scheduleTargetUnreachable(schedule, group(0), end + 1).verdict, 'good');
  assert.equal(scheduleTargetUnreachable({ ...schedule, isActive: false }, group(0), end).verdict, 'good');
});
