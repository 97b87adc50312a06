import type { Store } from './store.ts';

export interface RestartCount {
  readonly app: string;
  readonly pmId: number;
  readonly restarts: number;
}

/** PM2's restart counters as we saw them over time; PM2 itself tells only the present count. */
export interface RestartCounts {
  note(counts: readonly RestartCount[], at: number): void;
  /**
   * Restarts of each process of an app, by its id in PM2, that its counter shows since `since`; a counter that fell was
   * reset, and counts from zero. `from` is the oldest look that this rests on, null when there is none.
   */
  increase(
    app: string,
    since: number,
  ): { readonly restarts: ReadonlyMap<number, number>; readonly from: number | null };
}

const KEPT_MS = 86_400_000;

export function createRestartCounts(store: Store): RestartCounts {
  const { db } = store;
  const insert = db.prepare(
    'INSERT OR REPLACE INTO restart_counts (app, pm_id, at, restarts) VALUES (?, ?, ?, ?)',
  );
  const prune = db.prepare('DELETE FROM restart_counts WHERE at < ?');
  const select = db.prepare(
    'SELECT pm_id, at, restarts FROM restart_counts WHERE app = ? AND at >= ? ORDER BY pm_id, at',
  );
  const baseline = db.prepare('SELECT max(at) AS at FROM restart_counts WHERE app = ? AND at < ?');
  return {
    note: (counts, at) =>
      store.transaction(() => {
        for (const { app, pmId, restarts } of counts) insert.run(app, pmId, at, restarts);
        prune.run(at - KEPT_MS);
      }),
    increase(app, since) {
      const before = baseline.get(app, since)?.['at'];
      const from = before === null || before === undefined ? since : Number(before);
      const restarts = new Map<number, number>();
      let oldest: number | null = null;
      const previous = new Map<number, number>();
      for (const row of select.all(app, from)) {
        const [pmId, at, count] = [Number(row['pm_id']), Number(row['at']), Number(row['restarts'])];
        if (oldest === null || at < oldest) oldest = at;
        const before = previous.get(pmId);
        const more = before === undefined ? 0 : count >= before ? count - before : count;
        restarts.set(pmId, (restarts.get(pmId) ?? 0) + more);
        previous.set(pmId, count);
      }
      return { restarts, from: oldest };
    },
  };
}
