import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { areInConflict, rivalOf } from '../../core/checks/schedule-conflict.ts';
import { group, NOW, schedule } from './organisation-world.test-support.ts';
import { conflictsAmong } from './schedule-conflicts.ts';

const UTC = { least: 0, most: 0 };
type Special = NonNullable<Parameters<typeof schedule>[0]>;

function badAmong(specials: readonly Special[], groups: Parameters<typeof conflictsAmong>[1] = []) {
  const schedules = specials.map((special, i) =>
    schedule({ id: `s${i + 1}`, name: `No ${i + 1}`, playlistId: `p${i + 1}`, ...special }),
  );
  const judge = conflictsAmong(schedules, groups, UTC, NOW);
  return schedules.flatMap((one) => {
    const finding = judge(one);
    return finding.verdict === 'good' ? [] : [`${one.id} ${finding.verdict}: ${finding.detail}`];
  });
}

const CLAIMS = 'claims the same hours with the same priority as';

describe('conflicts among schedules', () => {
  it('are told at the one with the smaller id, and name the other', () => {
    assert.deepEqual(badAmong([{}, {}]), [`s1 bad: ${CLAIMS} No 2 (s2)`]);
  });

  it('name the first of several', () => {
    assert.deepEqual(badAmong([{}, {}, {}]), [`s1 bad: ${CLAIMS} No 2 (s2)`, `s2 bad: ${CLAIMS} No 3 (s3)`]);
  });

  it('are none on different displays', () => {
    assert.deepEqual(badAmong([{}, { displayId: 'd2' }]), []);
  });

  it('arise through a group that the display is in', () => {
    const both = [{}, { displayGroupId: 'g1' }];
    assert.equal(badAmong(both, [group('g1', 'd1')]).length, 1);
    assert.deepEqual(badAmong(both, [group('g1', 'd2')]), []);
  });

  it('arise within a group, and between groups that share a display', () => {
    assert.equal(
      badAmong([{ displayGroupId: 'g1' }, { displayGroupId: 'g1' }], [group('g1', 'd9')]).length,
      1,
    );
    const two = [{ displayGroupId: 'g1' }, { displayGroupId: 'g2' }];
    assert.equal(badAmong(two, [group('g1', 'd8', 'd9'), group('g2', 'd9')]).length, 1);
    assert.deepEqual(badAmong(two, [group('g1', 'd8'), group('g2', 'd9')]), []);
  });

  it('are none in a group without displays', () => {
    assert.deepEqual(badAmong([{ displayGroupId: 'g1' }, { displayGroupId: 'g1' }], [group('g1')]), []);
  });

  it('are not known where a date that decides cannot be read', () => {
    assert.deepEqual(badAmong([{}, { endDate: 'someday' }]), [
      's1 unknown: a date that decides cannot be read',
    ]);
  });

  it('are those that comparing every two schedules on every display finds', () => {
    const displays = ['d1', 'd2', 'd3', 'd4'];
    const groupIds = ['g1', 'g2', 'g3'];
    const aim = fc.oneof(
      fc.constantFrom(...displays).map((displayId) => ({ displayId, displayGroupId: null })),
      fc.constantFrom(...groupIds).map((displayGroupId) => ({ displayId: null, displayGroupId })),
    );
    const given = fc.array(
      fc.record({
        aim,
        priority: fc.integer({ min: 0, max: 1 }),
        playlistId: fc.constantFrom('p1', 'p2'),
        startTime: fc.constantFrom(0, 600, 1_200),
        endTime: fc.constantFrom(300, 700, 1_300),
        daysOfWeek: fc.subarray([0, 3, 6]),
      }),
      { maxLength: 12 },
    );
    const groups = fc.tuple(...groupIds.map((id) => fc.subarray(displays).map((ids) => group(id, ...ids))));
    fc.assert(
      fc.property(given, groups, (all, inGroups) => {
        const schedules = all.map(({ aim: target, ...rest }, i) =>
          schedule({ id: `s${String(i).padStart(2, '0')}`, ...rest, ...target }),
        );
        const reach = (one: (typeof schedules)[number]) =>
          one.displayId === null
            ? (inGroups.find(({ id }) => id === one.displayGroupId)?.displayIds ?? [])
            : [one.displayId];
        const expected = schedules.filter((a) =>
          schedules.some((b) => {
            const [x, y] = [rivalOf(a, NOW), rivalOf(b, NOW)];
            const meet = reach(a).some((id) => reach(b).includes(id));
            return a.id < b.id && meet && x !== null && y !== null && areInConflict(x, y, UTC) === true;
          }),
        );
        const judge = conflictsAmong(schedules, inGroups, UTC, NOW);
        const found = schedules.filter((one) => judge(one).verdict === 'bad');
        assert.deepEqual(
          found.map(({ id }) => id),
          expected.map(({ id }) => id),
        );
      }),
    );
  });
});
