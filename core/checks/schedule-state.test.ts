import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOver, scheduleState } from './schedule-state.ts';

const START = '2026-03-01T00:00:00.000Z';
const END = '2026-03-31T00:00:00.000Z';
const start = Date.parse(START);
const end = Date.parse(END);
const dated = { isActive: true, startDate: START, endDate: END };

const cases = [
  ['to come a millisecond before it starts', dated, start - 1, 'to_come'],
  ['in force at the instant of its start', dated, start, 'in_force'],
  ['in force at the instant of its end', dated, end, 'in_force'],
  ['ended a millisecond later', dated, end + 1, 'ended'],
  ['in force for ever without an end', { ...dated, endDate: null }, end + 1, 'in_force'],
  ['inactive, whatever its dates', { ...dated, isActive: false, startDate: '?' }, start, 'inactive'],
  ['unreadable when its start is', { ...dated, startDate: 'soon' }, start, 'unreadable'],
  ['unreadable when its end is', { ...dated, endDate: 'never' }, start, 'unreadable'],
  ['ended although its start cannot be read', { ...dated, startDate: 'soon' }, end + 1, 'ended'],
] as const;

for (const [name, schedule, now, expected] of cases) {
  test(`a schedule is ${name}`, () => assert.equal(scheduleState(schedule, now), expected));
}

test('inactive and ended schedules are over, and no others', () => {
  const states = ['inactive', 'ended', 'to_come', 'in_force', 'unreadable'] as const;
  assert.deepEqual(states.filter(isOver), ['inactive', 'ended']);
});
