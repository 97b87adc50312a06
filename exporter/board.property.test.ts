import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Target } from '../core/target.ts';
import { bad, type Finding, good, unknown } from '../core/verdict.ts';
import { covered, judge, notCovered, type Statement } from './agent.ts';
import { afterFailedLook, afterLook, type Board, restoredBoard, withoutExpired } from './board.ts';

const target: Target = { kind: 'schedule', id: 's1', org: 'acme', name: 'Lunch' };
const other: Target = { ...target, id: 's2' };
const empty: Board = new Map();

const says = (finding: Finding, about: Target): Statement => judge('schedule_past_end', about, finding);
const whole = covered('schedule_past_end', 'acme');
const partial = notCovered('schedule_past_end', 'acme', 'scan_incomplete');
const look = (board: Board, statements: readonly Statement[], now: number) =>
  afterLook(board, 'schedule-doctor', statements, now);

describe('whatever happens', () => {
  const targets = fc.constantFrom(target, other, { ...target, org: 'beta' });
  const blindLook = fc.array(
    fc.oneof(
      targets.map((about) => says(unknown('not_readable'), about)),
      fc.constantFrom(partial, notCovered('schedule_past_end', 'beta', 'source_down')),
    ),
  );
  const anyLook = fc.array(
    fc.oneof(
      fc
        .tuple(targets, fc.constantFrom<Finding>(bad('x'), good, unknown('not_readable')))
        .map(([about, finding]) => says(finding, about)),
      fc.constantFrom(whole, partial, covered('schedule_past_end', 'beta')),
    ),
  );
  const boards = fc
    .array(anyLook)
    .map((looks) => looks.reduce<Board>((board, statements, i) => look(board, statements, i).board, empty));
  const open = (board: Board) =>
    [...board.values()]
      .filter(({ state }) => state !== 'resolved')
      .map(({ target: { org, id }, openedAt }) => `${org} ${id} ${openedAt}`)
      .sort();

  it('no sequence of looks that cannot say ever clears or opens anything, restarts included', () => {
    fc.assert(
      fc.property(boards, fc.array(fc.option(blindLook)), (start, looks) => {
        let board = start;
        let now = 1_000;
        for (const statements of looks) {
          now += 1;
          if (statements === null) board = restoredBoard([...board.values()]);
          else {
            board = look(board, statements, now).board;
            board = afterFailedLook(board, 'schedule-doctor', now).board;
            board = withoutExpired(board, now + 1e9, 1).board;
          }
        }
        assert.deepEqual(open(board), open(start));
      }),
    );
  });

  it('the changes of a look are exactly the difference between the boards', () => {
    fc.assert(
      fc.property(boards, anyLook, (before, statements) => {
        const { board, changes } = look(before, statements, 1_000);
        const replayed = new Map(before);
        for (const { key, incident } of changes) replayed.set(key, incident);
        assert.deepEqual(replayed, board);
      }),
    );
  });
});
