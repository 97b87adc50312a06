import assert from 'node:assert/strict';
import { test } from 'node:test';
import { schedulePastEnd } from './schedule-past-end.ts';

const END = '2026-03-01T12:00:00.000Z';
const end = Date.parse(END);

const cases = [
  ['good at the very instant of its end', { isActive: true, endDate: END }, end, 'good'],
  ['bad one millisecond later', { isActive: true, endDate: END }, end + 1, 'bad'],
  ['good while it has no end', { isActive: true, endDate: null }, end + 1, 'good'],
  ['good once it is inactive', { isActive: false, endDate: END }, end + 1, 'good'],
  ['unknown when its end cannot be read', { isActive: true, endDate: 'soon' }, end + 1, 'unknown'],
  ['good when inactive, whatever its end says', { isActive: false, endDate: 'soon' }, end + 1, 'good'],
] as const;

for (const [name, schedule, now, verdict] of cases) {
  test(`a schedule is ${name}`, () => {
    assert.equal(schedulePastEnd(schedule, now).verdict, verdict);
  });
}

test('a schedule past its end tells since when', () => {
  const finding = schedulePastEnd({ isActive: true, endDate: END }, end + 1);
  assert.deepEqual(finding, { verdict: 'bad', detail: `ended at ${END}`, since: end });
});
