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
  /** In force at once, whatever becomes of writing it down. @throws Error when that failed; `writeDown` tries again */
  stop(source: StopSource, reason: string, at: number): void;
  /** Writes down what could not be written when it was said. */
  writeDown(): void;
  /** Lifts all of them. */
  resume(at: number, by: string): void;
}

export function createStops(store: Store, journal: Journal): Stops {
  const { db } = store;
  const upsert = db.prepare('INSERT OR REPLACE INTO stops (source, reason, at) VALUES (?, ?, ?)');
  const clear = db.prepare('DELETE FROM stops');
  const select = db.prepare('SELECT source, reason, at FROM stops ORDER BY source');
  const unwritten = new Map<StopSource, Stop>();

  function writeDown(): void {
    for (const { source, reason, at } of [...unwritten.values()]) {
      store.transaction(() => {
        upsert.run(source, reason, at);
        journal.append('stopped', at, { source, reason });
      });
      unwritten.delete(source);
    }
  }

  return {
    active() {
      const written = select.all() as unknown as Stop[];
      return [...written.filter(({ source }) => !unwritten.has(source)), ...unwritten.values()];
    },
    stop(source, reason, at) {
      unwritten.set(source, { source, reason, at });
      writeDown();
    },
    writeDown,
    resume(at, by) {
      store.transaction(() => {
        clear.run();
        journal.append('resumed', at, { by });
      });
      unwritten.clear();
    },
  };
}
