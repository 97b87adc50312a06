import type { Journal } from './journal.ts';
import type { Store } from './store.ts';

/** Who may say stop and be remembered; the stop file speaks for itself by being there. */
export type StopSource = 'operator' | 'signal';

export interface Stop {
  readonly source: StopSource;
  readonly reason: string;
  readonly at: number;
}

/** The global stops that survive a restart. */
export interface Stops {
  active(): Stop[];
  stop(source: StopSource, reason: string, at: number): void;
  /** Lifts all of them. */
  resume(at: number, by: string): void;
}

export function createStops(store: Store, journal: Journal): Stops {
  const { db } = store;
  const upsert = db.prepare('INSERT OR REPLACE INTO stops (source, reason, at) VALUES (?, ?, ?)');
  const clear = db.prepare('DELETE FROM stops');
  const select = db.prepare('SELECT source, reason, at FROM stops ORDER BY source');
  return {
    active: () => select.all() as unknown as Stop[],
    stop: (source, reason, at) =>
      store.transaction(() => {
        upsert.run(source, reason, at);
        journal.append('stopped', at, { source, reason });
      }),
    resume: (at, by) =>
      store.transaction(() => {
        clear.run();
        journal.append('resumed', at, { by });
      }),
  };
}
