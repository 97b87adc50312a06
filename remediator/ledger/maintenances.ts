import type { MadeSilence } from '../../core/alertmanager/all-alertmanagers.ts';
import type { Journal } from './journal.ts';
import type { Store } from './store.ts';

/** A time that somebody announced, in which nothing is repaired. Times are ms since the epoch. */
export interface Maintenance {
  readonly reason: string;
  readonly at: number;
  readonly until: number;
  /** Made for it in Alertmanager. */
  readonly silences: readonly MadeSilence[];
}

export interface Maintenances {
  /** Those that have not ended. */
  active(now: number): Maintenance[];
  /** @returns its id */
  announce(maintenance: Omit<Maintenance, 'silences'>): number;
  noteSilences(id: number, silences: readonly MadeSilence[]): void;
  /** Ends all that are in force. */
  end(at: number, by: string): void;
}

export function createMaintenances(store: Store, journal: Journal): Maintenances {
  const { db } = store;
  const insert = db.prepare(`INSERT INTO maintenances (reason, at, until, silences) VALUES (?, ?, ?, '[]')`);
  const note = db.prepare('UPDATE maintenances SET silences = ? WHERE id = ?');
  const select = db.prepare(
    'SELECT reason, at, until, silences FROM maintenances WHERE until > ? ORDER BY id',
  );
  const close = db.prepare('UPDATE maintenances SET until = ?1 WHERE until > ?1');
  return {
    active: (now) =>
      select.all(now).map((row) => ({
        reason: String(row['reason']),
        at: Number(row['at']),
        until: Number(row['until']),
        silences: JSON.parse(String(row['silences'])) as MadeSilence[],
      })),
    announce: ({ reason, at, until }) =>
      store.transaction(() => {
        const { lastInsertRowid } = insert.run(reason, at, until);
        journal.append('maintenance_announced', at, { reason, until });
        return Number(lastInsertRowid);
      }),
    noteSilences(id, silences) {
      note.run(JSON.stringify(silences), id);
    },
    end: (at, by) =>
      store.transaction(() => {
        close.run(at);
        journal.append('maintenance_ended', at, { by });
      }),
  };
}
