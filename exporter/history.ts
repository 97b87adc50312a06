import type { DatabaseSync } from 'node:sqlite';
import { type IncidentType, isIncidentType } from '../core/incidents.ts';
import type { Change } from './board.ts';

/** How many incidents of one type began and ended in one organisation. */
export interface Tally {
  readonly incident: IncidentType;
  readonly org: string;
  readonly opened: number;
  readonly closed: number;
}

/** What the board no longer shows: when incidents began and ended, for a little over a week. */
export interface History {
  /** After `from`, and until `to`, in ms since the epoch. */
  tally(from: number, to: number): readonly Tally[];
}

export interface KeptHistory extends History {
  /** Writes down which incidents began and ended, within the caller's transaction, and forgets what is too old. */
  append(changes: readonly Change[]): void;
}

const KEPT_MS = 8 * 86_400_000;

export const HISTORY_TABLE = `CREATE TABLE history (
  at INTEGER NOT NULL, what TEXT NOT NULL, incident TEXT NOT NULL, org TEXT NOT NULL
) STRICT;
CREATE INDEX history_at ON history (at)`;

/** @param database in which {@link HISTORY_TABLE} is */
export function createHistory(database: DatabaseSync): KeptHistory {
  const insert = database.prepare('INSERT INTO history (at, what, incident, org) VALUES (?, ?, ?, ?)');
  const forget = database.prepare('DELETE FROM history WHERE at < ?');
  const count = database.prepare(`
    SELECT incident, org, sum(what = 'opened') AS opened, sum(what = 'resolved') AS closed FROM history
    WHERE at > ? AND at <= ? GROUP BY incident, org ORDER BY incident, org`);

  return {
    append(changes) {
      let newest: number | null = null;
      for (const { what, incident: subject } of changes) {
        if (what !== 'opened' && what !== 'resolved') continue;
        const at = Math.round(what === 'resolved' ? (subject.resolvedAt ?? 0) : subject.openedAt);
        insert.run(at, what, subject.incident, subject.target.org);
        newest = Math.max(newest ?? at, at);
      }
      if (newest !== null) forget.run(newest - KEPT_MS);
    },
    tally: (from, to) =>
      count.all(from, to).flatMap((row): Tally[] => {
        const incident = String(row['incident']);
        // Another version may have known more types.
        if (!isIncidentType(incident)) return [];
        const [opened, closed] = [Number(row['opened']), Number(row['closed'])];
        return [{ incident, org: String(row['org']), opened, closed }];
      }),
  };
}
