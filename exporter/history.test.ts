import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import { systemClock } from '../core/clock.ts';
import { createLog } from '../core/log.ts';
import { bad, type Finding, good, unknown } from '../core/verdict.ts';
import { judge } from './agent.ts';
import { afterLook, type Board } from './board.ts';
import { openStore } from './store.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** A store to which looks at schedules are taken, one after another. */
function start(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  const store = openStore(folder, { clock: systemClock, log: createLog('test', 'silent') });
  let open = true;
  const close = () => {
    if (open) store.close();
    open = false;
  };
  t.after(() => {
    close();
    rmSync(folder, { recursive: true });
  });
  let board: Board = new Map();
  const look = (now: number, id: string, finding: Finding, org = 'acme') => {
    const target = { kind: 'schedule', id, org, name: id } as const;
    const update = afterLook(board, 'schedule-doctor', [judge('schedule_past_end', target, finding)], now);
    board = update.board;
    store.save(board, update.changes);
  };
  return { history: store.history, look, close, file: join(folder, 'exporter.db') };
}

describe('the history of incidents', () => {
  it('counts what began and ended within a time, by type and organisation', (t) => {
    const { history, look } = start(t);
    look(1 * HOUR, 'a', bad('ended'));
    look(2 * HOUR, 'b', bad('ended'), 'beta');
    look(3 * HOUR, 'a', good);
    look(4 * HOUR, 'a', bad('ended'));
    const counts = (from: number, to: number) =>
      history.tally(from, to).map(({ org, opened, closed }) => [org, opened, closed]);
    assert.deepEqual(counts(0, DAY), [
      ['acme', 2, 1],
      ['beta', 1, 0],
    ]);
    assert.deepEqual(counts(1 * HOUR, 3 * HOUR), [
      ['acme', 0, 1],
      ['beta', 1, 0],
    ]);
  });

  it('holds nothing of looks that only confirm, or could not say', (t) => {
    const { history, look } = start(t);
    look(1, 'a', bad('ended'));
    look(2, 'a', bad('ended'));
    look(3, 'a', unknown('scan_incomplete'));
    assert.deepEqual(history.tally(1, DAY), []);
  });

  it('forgets what is more than eight days before the newest', (t) => {
    const { look, close, file } = start(t);
    look(1 * DAY, 'a', bad('ended'));
    look(2 * DAY, 'b', bad('ended'));
    look(9 * DAY + 1, 'c', bad('ended'));
    close();
    const database = new DatabaseSync(file);
    const kept = database.prepare('SELECT at FROM history ORDER BY at').all();
    database.close();
    assert.deepEqual(
      kept.map(({ at }) => at),
      [2 * DAY, 9 * DAY + 1],
    );
  });
});
