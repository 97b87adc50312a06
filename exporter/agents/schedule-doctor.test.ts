import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { momentAt } from '../agent.test-support.ts';
import { isJudgement } from '../agent.ts';
import {
  ago,
  cut,
  DAY,
  display,
  gaps,
  group,
  NOW,
  type OrganisationWorld,
  playlist,
  schedule,
  snapshotOf,
  whole,
  withVerdict,
} from './organisation-world.test-support.ts';
import { scheduleDoctor } from './schedule-doctor.ts';

const look = (...worlds: OrganisationWorld[]) => [
  ...scheduleDoctor.inspect(snapshotOf(...worlds), momentAt(NOW)),
];
const bad = (...worlds: OrganisationWorld[]) => withVerdict('bad', look(...worlds));
const unknown = (...worlds: OrganisationWorld[]) => withVerdict('unknown', look(...worlds));

const CHECKS = [
  'schedule_past_end',
  'schedule_orphaned',
  'schedule_target_unreachable',
  'schedule_empty_playlist',
  'schedule_conflict',
];

describe('schedule-doctor', () => {
  it('finds nothing wrong in a healthy organisation, and sees all of it', () => {
    const schedules = whole(
      schedule({ id: 's1', endDate: ago(-DAY) }),
      schedule({ id: 's2', displayGroupId: 'g1', priority: 1 }),
      schedule({ id: 's3', endDate: ago(DAY), isActive: false }),
    );
    const statements = look({ schedules, groups: whole(group('g1', 'd1')) });
    assert.equal(withVerdict('good', statements).length, 3 * CHECKS.length);
    assert.equal(statements.filter(isJudgement).length, 3 * CHECKS.length);
    assert.deepEqual(gaps(statements), []);
  });

  it('finds the schedule that is active past its end, says since when, and nothing else about it', () => {
    const ended = schedule({ endDate: ago(1), displayId: 'gone', playlistId: 'gone' });
    const found = look({ schedules: whole(ended) }).filter(isJudgement);
    assert.deepEqual(
      found.filter(({ finding }) => finding.verdict !== 'good'),
      [
        {
          incident: 'schedule_past_end',
          target: { kind: 'schedule', id: 's1', org: 'acme', name: 'Lunch' },
          finding: { verdict: 'bad', detail: `ended at ${ago(1)}`, since: NOW - 1 },
        },
      ],
    );
  });

  it('waits for the last instant to be over, and cannot say when a date cannot be read', () => {
    assert.deepEqual(bad({ schedules: whole(schedule({ endDate: ago(0) })) }), []);
    assert.deepEqual(unknown({ schedules: whole(schedule({ endDate: 'soon' })) }), [
      'schedule_past_end schedule/s1',
    ]);
  });

  it('finds a schedule orphaned when its display is gone, and knows nothing while it is only missing', () => {
    const schedules = whole(schedule({ displayId: 'd404' }));
    const asked: string[] = [];
    const isGone = (id: string) => {
      asked.push(id);
      return true;
    };
    assert.deepEqual(bad({ schedules, isGone }), ['schedule_orphaned schedule/s1']);
    assert.deepEqual([...new Set(asked)], ['d404']);
    assert.deepEqual(unknown({ schedules }), [
      'schedule_orphaned schedule/s1',
      'schedule_target_unreachable schedule/s1',
    ]);
    assert.deepEqual(bad({ schedules, isGone: () => false }), []);
  });

  it('finds schedules that aim at what cannot show them', () => {
    const displays = whole(
      display({ id: 'd1', isDisabled: true }),
      display({ id: 'd2', pairedAt: null, lastHeartbeat: null }),
      display({ id: 'd3' }),
    );
    const schedules = whole(
      ...['d1', 'd2', 'd3'].map((displayId) => schedule({ id: `on-${displayId}`, displayId })),
      schedule({ id: 'on-g1', displayGroupId: 'g1' }),
      schedule({ id: 'on-g2', displayGroupId: 'g2' }),
    );
    const groups = whole(group('g1'), group('g2', 'd3'));
    assert.deepEqual(bad({ displays, schedules, groups }), [
      'schedule_target_unreachable schedule/on-d1',
      'schedule_target_unreachable schedule/on-d2',
      'schedule_target_unreachable schedule/on-g1',
    ]);
  });

  it('finds schedules that play nothing', () => {
    const playlists = whole(
      playlist({ id: 'p1' }),
      playlist({ id: 'empty', items: [] }),
      playlist({ id: 'old', items: [{ contentId: 'c2', content: { status: 'archived', name: 'old' } }] }),
    );
    const schedules = whole(
      ...['p1', 'empty', 'old'].map((playlistId, priority) =>
        schedule({ id: playlistId, playlistId, priority }),
      ),
    );
    assert.deepEqual(bad({ playlists, schedules }), [
      'schedule_empty_playlist schedule/empty',
      'schedule_empty_playlist schedule/old',
    ]);
    assert.deepEqual(bad({ schedules: whole(schedule()), expiresAt: () => ago(0) }), [
      'schedule_empty_playlist schedule/s1',
    ]);
    assert.deepEqual(unknown({ schedules: whole(schedule()), expiresAt: () => undefined }), [
      'schedule_empty_playlist schedule/s1',
    ]);
  });

  it('finds schedules that are in conflict', () => {
    const schedules = whole(schedule({ id: 's1' }), schedule({ id: 's2', playlistId: 'p2' }));
    const playlists = whole(playlist({ id: 'p1' }), playlist({ id: 'p2' }));
    assert.deepEqual(bad({ schedules, playlists }), ['schedule_conflict schedule/s1']);
  });

  for (const [list, world, blind] of [
    ['displays', { displays: cut(display()) }, ['schedule_orphaned', 'schedule_target_unreachable']],
    ['groups', { groups: cut(group('g1', 'd1')) }, ['schedule_target_unreachable', 'schedule_conflict']],
    ['playlists', { playlists: cut(playlist()) }, ['schedule_empty_playlist']],
  ] as const) {
    it(`gives no verdict without the whole list of ${list} where it needs it, but to what is over`, () => {
      const schedules = whole(
        schedule({ id: 's1', endDate: ago(-DAY) }),
        schedule({ id: 's2', endDate: ago(DAY) }),
        schedule({ id: 's3', isActive: false }),
      );
      const statements = look({ schedules, ...world });
      assert.deepEqual(
        withVerdict('unknown', statements),
        blind.map((check) => `${check} schedule/s1`),
      );
      assert.deepEqual(withVerdict('bad', statements), ['schedule_past_end schedule/s2']);
      assert.deepEqual(gaps(statements), []);
    });
  }

  it('covers an organisation only when its list is whole, and judges nothing of a part', () => {
    const ended = schedule({ endDate: ago(DAY) });
    const statements = look({ schedules: cut(ended) }, { org: 'beta' });
    assert.deepEqual(
      statements.flatMap((s) => (isJudgement(s) ? [] : [[s.org, s.incident, s.gap?.reason ?? 'covered']])),
      [
        ...CHECKS.map((check) => ['acme', check, 'scan_incomplete']),
        ...CHECKS.map((check) => ['beta', check, 'covered']),
      ],
    );
    assert.deepEqual(
      withVerdict('unknown', statements),
      CHECKS.map((check) => `${check} schedule/s1`),
    );
  });

  it('keeps the same id in two organisations apart', () => {
    const statements = look(
      { schedules: whole(schedule({ endDate: ago(DAY) })) },
      { org: 'beta', schedules: whole(schedule()) },
    );
    assert.deepEqual(
      statements
        .filter(isJudgement)
        .filter(({ incident }) => incident === 'schedule_past_end')
        .map(({ target, finding }) => [target.org, target.id, finding.verdict]),
      [
        ['acme', 's1', 'bad'],
        ['beta', 's1', 'good'],
      ],
    );
  });
});
