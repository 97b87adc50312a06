import type { Store } from './store.ts';

/** Times in ms since the epoch: what is older is no longer needed. */
export interface Ages {
  readonly deliveriesBefore: number;
  readonly decisionsBefore: number;
}

/**
 * Removes what piles up and has grown old: deliveries whose alerts are all decided, heartbeats, and decisions
 * that led to no act. A little at a time, since nothing else happens meanwhile.
 */
export type Forget = (ages: Ages) => void;

/** Of each kind in one go; more than can arrive between two times. */
const AT_ONCE = 1_000;

export function createForget(store: Store): Forget {
  const { db } = store;
  const oldDeliveries = db.prepare(`
    SELECT id FROM deliveries WHERE at < ? AND NOT EXISTS (
      SELECT 1 FROM alerts WHERE delivery_id = deliveries.id AND decision_id IS NULL)
    ORDER BY at LIMIT ${AT_ONCE}`);
  const removeAlerts = db.prepare('DELETE FROM alerts WHERE delivery_id = ?');
  const removeDelivery = db.prepare('DELETE FROM deliveries WHERE id = ?');
  const oldDecisions = db.prepare(`
    SELECT id, action, reason FROM decisions WHERE decision = ? AND last_at < ?
    ORDER BY last_at LIMIT ${AT_ONCE}`);
  const removeDecision = db.prepare('DELETE FROM decisions WHERE id = ?');
  const countForgotten = db.prepare(`
    INSERT INTO forgotten_decisions (action, reason, n) VALUES (?, ?, 1)
    ON CONFLICT (action, reason) DO UPDATE SET n = n + 1`);
  const cutDeliveries = db.prepare(`
    DELETE FROM journal WHERE seq IN (
      SELECT seq FROM journal WHERE kind = 'delivery' AND at < ? ORDER BY at LIMIT ${AT_ONCE})`);
  const cutDecisions = db.prepare(`
    DELETE FROM journal WHERE seq IN (
      SELECT seq FROM journal WHERE kind = 'decision' AND at < ?
        AND json_extract(record, '$.decision') <> 'act'
      ORDER BY at LIMIT ${AT_ONCE})`);

  const forgetDecisions = (kind: 'refuse' | 'heartbeat', before: number) => {
    for (const { id, action, reason } of oldDecisions.all(kind, before)) {
      countForgotten.run(String(action), String(reason));
      removeDecision.run(Number(id));
    }
  };

  return ({ deliveriesBefore, decisionsBefore }) =>
    store.transaction(() => {
      for (const { id } of oldDeliveries.all(deliveriesBefore)) {
        removeAlerts.run(Number(id));
        removeDelivery.run(Number(id));
      }
      cutDeliveries.run(deliveriesBefore);
      forgetDecisions('heartbeat', deliveriesBefore);
      forgetDecisions('refuse', decisionsBefore);
      cutDecisions.run(decisionsBefore);
    });
}
