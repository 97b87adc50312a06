import type { Journal } from './journal.ts';
import type { Remediation, Remediations } from './remediations.ts';
import type { Store } from './store.ts';

declare const durable: unique symbol;

/** The permission to take something back: exists only once the wish is on disk, and only this file can make one. */
export interface Undoing {
  readonly [durable]: true;
  readonly remediation: Remediation;
  readonly by: string;
}

/** A wish to take something back, and what became of it; null while nobody noted that. */
export interface UndoingNote {
  readonly at: number;
  readonly by: string;
  readonly result: string | null;
}

/** What people took back. */
export interface Undoings {
  /** Writes the wish down; on disk on return. */
  intend(remediation: Remediation, by: string, at: number): Undoing;
  ended(undoing: Undoing, result: string, at: number): void;
  /** Wishes of which it was never noted what became of them. */
  unfinished(): Undoing[];
  /** All about one remediation, in order. */
  of(remediationId: number): UndoingNote[];
  /** How many remediations of each action there was ever a wish about. */
  totals(): { readonly action: string; readonly n: number }[];
  /**
   * The newest wish about this target that is younger than that, also where it was one of several contents that a
   * remediation changed; null when there is none.
   */
  newestOf(target: string, since: number): { readonly remediationId: number; readonly by: string } | null;
}

export function createUndoings(
  { db, transaction }: Store,
  journal: Journal,
  remediations: Pick<Remediations, 'get'>,
): Undoings {
  const open = db.prepare(`
    SELECT DISTINCT record ->> 'remediation_id' AS id, record ->> 'by' AS by FROM journal AS wish
    WHERE kind = 'undo_intended' AND NOT EXISTS (
      SELECT 1 FROM journal WHERE kind = 'undo_ended' AND seq > wish.seq
        AND record ->> 'remediation_id' = wish.record ->> 'remediation_id')`);
  const about = db.prepare(`
    SELECT at, record ->> 'by' AS by, (
      SELECT record ->> 'result' FROM journal WHERE kind = 'undo_ended' AND seq > wish.seq
        AND record ->> 'remediation_id' = wish.record ->> 'remediation_id' ORDER BY seq LIMIT 1) AS result
    FROM journal AS wish WHERE kind = 'undo_intended' AND record ->> 'remediation_id' = ? ORDER BY seq`);
  const ofTarget = db.prepare(`
    SELECT record ->> 'remediation_id' AS id, record ->> 'by' AS by FROM journal
    WHERE kind = 'undo_intended' AND at > ?1
      AND record ->> 'remediation_id' IN (
        SELECT id FROM remediations WHERE target = ?2 OR EXISTS (
          SELECT 1 FROM json_each(plan, '$.contents') WHERE 'content/' || (value ->> 'id') = ?2))
    ORDER BY seq DESC LIMIT 1`);
  const totals = db.prepare(`
    SELECT action, count(*) AS n FROM remediations
    WHERE id IN (SELECT record ->> 'remediation_id' FROM journal WHERE kind = 'undo_intended') GROUP BY action`);
  return {
    intend: (remediation, by, at) =>
      transaction(() => {
        journal.append('undo_intended', at, { remediation_id: remediation.id, by });
        return { remediation, by } as Undoing;
      }),
    ended: ({ remediation }, result, at) =>
      transaction(() => journal.append('undo_ended', at, { remediation_id: remediation.id, result })),
    unfinished: () =>
      open.all().flatMap(({ id, by }) => {
        const remediation = remediations.get(Number(id));
        return remediation === null ? [] : [{ remediation, by: String(by) } as Undoing];
      }),
    of: (remediationId) =>
      about.all(remediationId).map(({ at, by, result }) => ({
        at: Number(at),
        by: String(by),
        result: result === null || result === undefined ? null : String(result),
      })),
    totals: () => totals.all().map(({ action, n }) => ({ action: String(action), n: Number(n) })),
    newestOf(target, since) {
      const row = ofTarget.get(since, target);
      return row === undefined ? null : { remediationId: Number(row['id']), by: String(row['by']) };
    },
  };
}
