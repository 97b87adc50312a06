import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Schedule } from '../../core/vizora/schedule.ts';
import { momentAt } from '../agent.test-support.ts';
import { isJudgement, type Snapshot } from '../agent.ts';
import { scheduleDoctor } from './schedule-doctor.ts';

const now = Date.parse('2026-03-01T12:00:00Z');

const schedule = (special: Partial<Schedule>): Schedule => ({
  id: 's1',
  name: 'Lunch',
  isActive: true,
  startDate: '2026-01-01T00:00:00.000Z',
  endDate: null,
  startTime: null,
  endTime: null,
  daysOfWeek: [1, 2, 3],
  priority: 0,
  playlistId: 'p1',
  displayId: 'd1',
  displayGroupId: null,
  updatedAt: '2026-01-01T00:00:00.000Z',
  playlist: undefined,
  ...special,
});

const wholeList = (org: string, ...items: Schedule[]) => ({
  org,
  scan: { complete: true as const, items, total: items.length, at: now },
});
const cutList = (org: string, ...items: Schedule[]) => ({
  org,
  scan: { complete: false as const, reason: 'timeout' as const, detail: 'page 2', items, at: now },
});

const inspect = (...schedules: Snapshot['schedules']) => [
  ...scheduleDoctor.inspect({ schedules } as unknown as Snapshot, momentAt(now)),
];
const verdicts = (...schedules: Snapshot['schedules']) =>
  inspect(...schedules)
    .filter(isJudgement)
    .map(({ target, finding }) => [target.org, target.id, finding.verdict]);

describe('schedule-doctor', () => {
  it('finds nothing wrong in a healthy organisation', () => {
    const scan = wholeList(
      'acme',
      schedule({ id: 'open-ended' }),
      schedule({ id: 'later', endDate: '2026-04-01T00:00:00.000Z' }),
      schedule({ id: 'over-but-off', endDate: '2026-02-01T00:00:00.000Z', isActive: false }),
    );
    assert.deepEqual(
      verdicts(scan).map(([, , verdict]) => verdict),
      ['good', 'good', 'good'],
    );
  });

  it('finds the schedule that is active past its end, and says since when', () => {
    const ended = schedule({ endDate: '2026-02-28T23:59:59.000Z' });
    const found = inspect(wholeList('acme', ended)).find(isJudgement);
    assert.deepEqual(found, {
      incident: 'schedule_past_end',
      target: { kind: 'schedule', id: 's1', org: 'acme', name: 'Lunch' },
      finding: {
        verdict: 'bad',
        detail: 'ended at 2026-02-28T23:59:59.000Z',
        since: Date.parse('2026-02-28T23:59:59Z'),
      },
    });
  });

  it('waits for the last instant to be over', () => {
    assert.deepEqual(verdicts(wholeList('acme', schedule({ endDate: new Date(now).toISOString() }))), [
      ['acme', 's1', 'good'],
    ]);
    assert.deepEqual(verdicts(wholeList('acme', schedule({ endDate: new Date(now - 1).toISOString() }))), [
      ['acme', 's1', 'bad'],
    ]);
  });

  it('cannot say when the date cannot be read', () => {
    assert.deepEqual(verdicts(wholeList('acme', schedule({ endDate: 'soon' }))), [['acme', 's1', 'unknown']]);
  });

  it('covers an organisation only when its list is whole, and judges nothing of a part', () => {
    const ended = schedule({ endDate: '2026-02-28T00:00:00.000Z' });
    const statements = inspect(cutList('acme', ended), wholeList('beta'));
    assert.deepEqual(
      statements.flatMap((s) => (isJudgement(s) ? [] : [[s.org, s.gap?.reason ?? 'covered']])),
      [
        ['acme', 'scan_incomplete'],
        ['beta', 'covered'],
      ],
    );
    assert.deepEqual(verdicts(cutList('acme', ended)), [['acme', 's1', 'unknown']]);
  });

  it('keeps the same id in two organisations apart', () => {
    const ended = schedule({ endDate: '2026-02-28T00:00:00.000Z' });
    assert.deepEqual(verdicts(wholeList('acme', ended), wholeList('beta', schedule({}))), [
      ['acme', 's1', 'bad'],
      ['beta', 's1', 'good'],
    ]);
  });
});
