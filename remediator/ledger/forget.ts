import type { Journal } from './journal.ts';
import type { BrokenJournal } from './remainder.ts';
import type { Store } from './store.ts';

/** Times in ms since the epoch: what is older is no longer needed. */
export interface Ages {
  readonly now: number;
  readonly deliveriesBefore: number;
  readonly decisionsBefore: number;
}

/**
 * Removes what piles up and has grown old: deliveries whose alerts are all decided, heartbeats, and decisions
 * that led to no act. Some at a time, and others have their turn while the journal is verified; then all that goes
 * together goes at once.
 *
 * @returns what is wrong with the journal, for which nothing was removed; null when nothing is
 */
export type Forget = (ages: Ages) => Promise<BrokenJournal | null>;

/** Of each kind in one go. */
const AT_ONCE = 1_000;
/** Each time leaves a checkpoint in the journal. */
const EVERY_MS = 3_600_000;

export function createForget(store: Store, journal: Pick<Journal, 'prepareToForget'>): Forget {
  const { db } = store;
  const oldDeliveries = db.prepare(`
    SELECT id FROM deliveries WHERE at < ? AND NOT EXISTS (
      SELECT 1 FROM alerts WHERE delivery_id = deliveries.id AND decision_id IS NULL)
    ORDER BY at LIMIT ${AT_ONCE}`);
  const removeAlerts = db.prepare('DELETE FROM alerts WHERE delivery_id = ?');
  const removeDelivery = db.prepare('DELETE FROM deliveries WHERE id = ?');
  const oldDecisions = db.prepare(`
    SELECT id, action, reason FROM decisions WHERE decision = ? AND last_at < ? AND NOT EXISTS (
      SELECT 1 FROM decisions AS later WHERE later.gates_of = decisions.id)
    ORDER BY last_at LIMIT ${AT_ONCE}`);
  const removeDecision = db.prepare('DELETE FROM decisions WHERE id = ?');
  const countForgotten = db.prepare(`
    INSERT INTO forgotten_decisions (action, reason, n) VALUES (?, ?, 1)
    ON CONFLICT (action, reason) DO UPDATE SET n = n + 1`);
  let nextAt = Number.NEGATIVE_INFINITY;

  const forgetDecisions = (kind: 'refuse' | 'heartbeat', before: number): number => {
    const forgotten = oldDecisions.all(kind, before);
    for (const { id, action, reason } of forgotten) {
      countForgotten.run(String(action), String(reason));
      removeDecision.run(Number(id));
    }
    return forgotten.length;
  };

  return async ({ now, deliveriesBefore, decisionsBefore }) => {
    if (now < nextAt) return null;
    const prepared = await journal.prepareToForget({ deliveriesBefore, decisionsBefore });
    if (!prepared.intact) {
      nextAt = now + EVERY_MS;
      return prepared;
    }
    return store.transaction(() => {
      prepared.forget(now);
      const deliveries = oldDeliveries.all(deliveriesBefore);
      for (const { id } of deliveries) {
        removeAlerts.run(Number(id));
        removeDelivery.run(Number(id));
      }
      const counts = [
        deliveries.length,
        forgetDecisions('heartbeat', deliveriesBefore),
        forgetDecisions('refuse', decisionsBefore),
      ];
      // There is more: the next time comes soon.
      if (Math.max(...counts) < AT_ONCE) nextAt = now + EVERY_MS;
      return null;
    });
  };
}
