import type { Store } from './store.ts';

/** Counts what a clock that ran ahead has written into the future as of now, by the clock that was put right. */
export type CorrectTimes = (now: number) => void;

/** What pauses, budgets and holds are reckoned from. */
const TIMES = {
  remediations: ['decided_at', 'intent_at', 'executed_at', 'finished_at'],
  episodes: ['opened_at', 'good_since', 'looked_at'],
} as const;

/**
 * Else a pause, a budget or an episode would last until that future comes. The journal keeps the times as they were
 * written.
 */
export function createCorrectTimes({ db, transaction }: Store): CorrectTimes {
  const corrections = Object.entries(TIMES).flatMap(([table, columns]) =>
    columns.map((column) => db.prepare(`UPDATE ${table} SET ${column} = ?1 WHERE ${column} > ?1`)),
  );
  return (now) =>
    transaction(() => {
      for (const correction of corrections) correction.run(now);
    });
}
