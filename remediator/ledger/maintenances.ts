import type { Journal } from './journal.ts';
import type { Store } from './store.ts';

/** A time that somebody announced, in which nothing is repaired. Times are ms since the epoch. */
export interface Maintenance {
  readonly reason: string;
  readonly at: number;
  readonly until: number;
}

export interface Maintenances {
  /** Those that have not ended. */
  active(now: number): Maintenance[];
  announce(maintenance: Maintenance): void;
  /** Ends all that are in force. */
  end(at: number, by: string): void;
}

export function createMaintenances(store: Store, journal: Journal): Maintenances {
  const { db } = store;
  const insert = db.prepare(`INSERT INTO maintenances (reason, at, until, silences) VALUES (?, ?, ?, '[]')`);
  const select = db.prepare('SELECT reason, at, until FROM maintenances WHERE until > ? ORDER BY id');
  const close = db.prepare('UPDATE maintenances SET until = ?1 WHERE until > ?1');
  return {
    active: (now) =>
      select.all(now).map((row) => ({
        reason: String(row['reason']),
        at: Number(row['at']),
        until: Number(row['until']),
      })),
    announce: ({ reason, at, until }) =>
      store.transaction(() => {
        insert.run(reason, at, until);
        journal.append('maintenance_announced', at, { reason, until });
      }),
    end: (at, by) =>
      store.transaction(() => {
        close.run(at);
        journal.append('maintenance_ended', at, { by });
      }),
  };
}
