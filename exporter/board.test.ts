import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { INCIDENTS, type IncidentType } from '../core/incidents.ts';
import type { Target } from '../core/target.ts';
import { bad, type Finding, good, unknown } from '../core/verdict.ts';
import { covered, judge, notCovered, type Statement } from './agent.ts';
import { afterFailedLook, afterLook, type Board, restoredBoard, without, withoutExpired } from './board.ts';
import type { Incident } from './incident.ts';

const target: Target = { kind: 'schedule', id: 's1', org: 'acme', name: 'Lunch <menu>' };
const other: Target = { ...target, id: 's2' };
const empty: Board = new Map();

const says = (finding: Finding, about = target): Statement => judge('schedule_past_end', about, finding);
const whole = covered('schedule_past_end', 'acme');
const partial = notCovered('schedule_past_end', 'acme', 'scan_incomplete');

const look = (board: Board, statements: readonly Statement[], now: number) =>
  afterLook(board, 'schedule-doctor', statements, now);
const only = (board: Board): Incident => {
  assert.equal(board.size, 1);
  return [...board.values()][0] as Incident;
};
const openAt = (now: number) => look(empty, [whole, says(bad('ended', 5))], now).board;
const heldAt = (now: number) => look(openAt(now), [partial], now + 1).board;
const resolvedAt = (now: number) => look(openAt(1), [whole, says(good)], now).board;

describe('an incident', () => {
  it('opens when it is seen, with the time it was first seen and the time it began', () => {
    const { board, changes } = look(empty, [whole, says(bad('ended', 5))], 100);
    assert.deepEqual(only(board), {
      incident: 'schedule_past_end',
      target: { ...target, name: 'Lunch menu' },
      state: 'open',
      openedAt: 100,
      since: 5,
      confirmedAt: 100,
      detail: 'ended',
      resolvedAt: null,
      resolution: null,
    });
    assert.deepEqual(
      changes.map(({ what }) => what),
      ['opened'],
    );
  });

  it('began when it was first seen, where the evidence does not tell', () => {
    assert.equal(only(look(empty, [says(bad('down'))], 100).board).since, 100);
  });

  it('keeps its times and its name while it stays, and is confirmed with new detail', () => {
    const renamed = { ...target, name: 'Dinner' };
    const incident = only(look(openAt(100), [whole, says(bad('still', 5), renamed)], 200).board);
    assert.equal(incident.openedAt, 100);
    assert.equal(incident.since, 5);
    assert.equal(incident.confirmedAt, 200);
    assert.equal(incident.detail, 'still');
    assert.equal(incident.target.name, 'Lunch menu');
  });

  it('began with the newest date that its evidence bears, and else when it was first known to', () => {
    const sinceAfter = (incident: IncidentType, [before, after]: readonly (number | undefined)[]) => {
      const agent = INCIDENTS[incident].agent;
      let board = empty;
      for (const [now, since] of [
        [100, before],
        [200, after],
      ] as const) {
        board = afterLook(board, agent, [judge(incident, target, bad('so', since))], now).board;
      }
      return only(board).since;
    };
    for (const dated of [
      'display_offline',
      'site_offline',
      'content_expired',
      'schedule_past_end',
    ] as const) {
      assert.equal(sinceAfter(dated, [5, 90]), 90, dated);
      assert.equal(sinceAfter(dated, [90, 5]), 5, dated);
      assert.equal(sinceAfter(dated, [5, undefined]), 5, dated);
    }
    for (const sampled of [
      'service_down',
      'service_stuck',
      'process_memory_high',
      'restart_storm',
    ] as const) {
      assert.equal(sinceAfter(sampled, [5, 90]), 5, sampled);
      assert.equal(sinceAfter(sampled, [90, 5]), 5, sampled);
    }
  });

  it('is resolved when it is seen good', () => {
    const { board, changes } = look(openAt(100), [whole, says(good)], 200);
    const { state, resolvedAt: at, resolution } = only(board);
    assert.deepEqual([state, at, resolution], ['resolved', 200, 'seen_good']);
    assert.deepEqual(
      changes.map(({ what }) => what),
      ['resolved'],
    );
  });

  it('is resolved when it is seen good although the list was not whole', () => {
    assert.equal(only(look(openAt(100), [partial, says(good)], 200).board).state, 'resolved');
  });

  it('is resolved as removed when its target is missing from a complete list', () => {
    const { state, resolution } = only(look(openAt(100), [whole], 200).board);
    assert.deepEqual([state, resolution], ['resolved', 'target_removed']);
  });

  it('is held, unverified, when its target is missing from a list that is not whole', () => {
    const { board, changes } = look(openAt(100), [partial], 200);
    assert.equal(only(board).state, 'unverified');
    assert.equal(only(board).confirmedAt, 100);
    assert.deepEqual(
      changes.map(({ what }) => what),
      ['held'],
    );
  });

  it('is held when nothing at all was said about its organisation', () => {
    assert.equal(
      only(look(openAt(100), [covered('schedule_past_end', 'beta')], 200).board).state,
      'unverified',
    );
  });

  it('is held when the look could not say, although the list was whole', () => {
    assert.equal(
      only(look(openAt(100), [whole, says(unknown('unparseable_date'))], 200).board).state,
      'unverified',
    );
  });

  it('is held when the run failed', () => {
    assert.equal(only(afterFailedLook(openAt(100), 'schedule-doctor', 200).board).state, 'unverified');
  });

  it('is held once, not anew with each look that cannot say', () => {
    assert.deepEqual(look(heldAt(100), [partial], 300).changes, []);
  });

  it('is verified again when it is seen again, as the same incident', () => {
    const incident = only(look(heldAt(100), [whole, says(bad('ended', 5))], 300).board);
    assert.deepEqual([incident.state, incident.openedAt, incident.confirmedAt], ['open', 100, 300]);
  });

  it('is resolved from being held, too', () => {
    assert.equal(only(look(heldAt(100), [whole, says(good)], 300).board).resolution, 'seen_good');
    assert.equal(only(look(heldAt(100), [whole], 300).board).resolution, 'target_removed');
  });

  it('that is resolved stays so when the next look cannot say, or sees it good again', () => {
    for (const statements of [
      [partial],
      [whole, says(unknown('not_readable'))],
      [whole, says(good)],
      [whole],
    ]) {
      const { board, changes } = look(resolvedAt(200), statements, 300);
      assert.deepEqual([only(board).state, only(board).resolvedAt, changes], ['resolved', 200, []]);
    }
  });

  it('that comes back after it was resolved is a new one', () => {
    const { board, changes } = look(resolvedAt(200), [whole, says(bad('again', 250))], 300);
    const { state, openedAt, since, resolvedAt: at } = only(board);
    assert.deepEqual([state, openedAt, since, at], ['open', 300, 250, null]);
    assert.equal(changes[0]?.what, 'opened');
  });

  it('does not open on what is good or unknown', () => {
    for (const finding of [good, unknown('too_few_samples')]) {
      assert.equal(look(empty, [whole, says(finding)], 100).board.size, 0);
    }
  });

  it('is bad when a look says several things about it', () => {
    for (const order of [
      [bad('ended'), good],
      [good, bad('ended')],
    ]) {
      const statements = order.map((finding) => says(finding));
      assert.equal(only(look(openAt(1), statements, 2).board).state, 'open');
    }
  });

  it('of one agent is left alone by another', () => {
    const board = openAt(100);
    const after = afterLook(board, 'health-guardian', [covered('service_down', 'platform')], 200);
    assert.equal(only(after.board).state, 'open');
    assert.deepEqual(after.changes, []);
  });
});

describe('the board', () => {
  it('shows what is resolved until it has been shown for long enough', () => {
    const board = resolvedAt(1_000);
    assert.equal(withoutExpired(board, 1_099, 100).board.size, 1);
    const { board: after, changes } = withoutExpired(board, 1_100, 100);
    assert.equal(after.size, 0);
    assert.equal(changes[0]?.what, 'removed');
    assert.equal(withoutExpired(openAt(1), 1e12, 100).board.size, 1);
  });

  it('drops at once what is no longer looked for', () => {
    const { board } = look(openAt(100), [whole, says(bad('ended')), says(bad('ended'), other)], 200);
    const { board: after, changes } = without(board, (incident) => incident.target.id === 's1');
    assert.equal(only(after).target.id, 's2');
    assert.deepEqual(
      changes.map(({ what }) => what),
      ['removed'],
    );
  });

  it('begins after a restart with everything held, and what is resolved still resolved', () => {
    const open = only(openAt(100));
    const gone = { ...only(resolvedAt(200)), target: other };
    const board = restoredBoard([open, gone]);
    assert.deepEqual(
      [...board.values()].map(({ state, openedAt }) => [state, openedAt]),
      [
        ['unverified', 100],
        ['resolved', 1],
      ],
    );
    const afterwards = look(board, [whole, says(bad('ended', 5))], 900).board;
    assert.equal([...afterwards.values()][0]?.openedAt, 100);
  });

  it('before a look is not touched by it', () => {
    const before = openAt(100);
    const copy = structuredClone(before);
    look(before, [whole, says(good)], 200);
    assert.deepEqual(before, copy);
  });
});
