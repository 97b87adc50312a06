import { createHash } from 'node:crypto';
import type { Alert } from '../alert.ts';
import type { Journal } from './journal.ts';
import type { Store } from './store.ts';

export interface Delivery {
  /** The body as it came. */
  readonly body: Uint8Array;
  readonly alerts: readonly Alert[];
}

/** An alert that was delivered and waits for its decision, or has one. */
export interface StoredAlert extends Alert {
  readonly id: number;
}

export interface Deliveries {
  /** Makes deliveries durable, all in one transaction. */
  store(deliveries: readonly Delivery[], at: number): StoredAlert[][];
  /** What was delivered, but not decided before the process ended. */
  undecided(): StoredAlert[];
  decided(alertId: number, decisionId: number): void;
  /** Whether a webhook brought this alert since it began to fire. */
  wasDelivered(fingerprint: string, startsAt: number): boolean;
  /** When a webhook first brought this alert since it began to fire; null where none did. */
  firstDelivered(fingerprint: string, startsAt: number): number | null;
  /** Notes an alert that only reconciling found; false when it was noted before. */
  noteUndelivered(fingerprint: string, startsAt: number, at: number): boolean;
  countUndelivered(): number;
}

/** Clocks of the sender and ours may differ by this much. */
const CLOCK_TOLERANCE_MS = 60_000;

export function createDeliveries(store: Store, journal: Journal): Deliveries {
  const { db } = store;
  const insertDelivery = db.prepare('INSERT INTO deliveries (at, body) VALUES (?, ?)');
  const insertAlert = db.prepare(
    'INSERT INTO alerts (delivery_id, at, status, labels, starts_at, fingerprint) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const selectUndecided = db.prepare('SELECT * FROM alerts WHERE decision_id IS NULL ORDER BY id');
  const markDecided = db.prepare('UPDATE alerts SET decision_id = ? WHERE id = ?');
  const delivered = db.prepare('SELECT 1 FROM alerts WHERE fingerprint = ? AND at >= ? LIMIT 1');
  const firstDelivery = db.prepare('SELECT min(at) AS at FROM alerts WHERE fingerprint = ? AND at >= ?');
  const insertUndelivered = db.prepare('INSERT OR IGNORE INTO undelivered VALUES (?, ?, ?)');
  const undeliveredCount = db.prepare('SELECT count(*) AS n FROM undelivered');

  const storeOne = ({ body, alerts }: Delivery, at: number): StoredAlert[] => {
    const deliveryId = insertDelivery.run(at, body).lastInsertRowid;
    journal.append('delivery', at, {
      delivery_id: Number(deliveryId),
      alerts: alerts.length,
      body_sha256: createHash('sha256').update(body).digest('hex'),
    });
    return alerts.map((alert) => {
      const { status, labels, startsAt, fingerprint } = alert;
      const added = insertAlert.run(deliveryId, at, status, JSON.stringify(labels), startsAt, fingerprint);
      return { ...alert, id: Number(added.lastInsertRowid) };
    });
  };

  return {
    store: (deliveries, at) => store.transaction(() => deliveries.map((delivery) => storeOne(delivery, at))),
    undecided: () => selectUndecided.all().map(storedAlertOf),
    decided(alertId, decisionId) {
      markDecided.run(decisionId, alertId);
    },
    wasDelivered: (fingerprint, startsAt) =>
      delivered.get(fingerprint, startsAt - CLOCK_TOLERANCE_MS) !== undefined,
    firstDelivered(fingerprint, startsAt) {
      const at = firstDelivery.get(fingerprint, startsAt - CLOCK_TOLERANCE_MS)?.['at'] ?? null;
      return at === null ? null : Number(at);
    },
    noteUndelivered: (fingerprint, startsAt, at) =>
      insertUndelivered.run(fingerprint, startsAt, at).changes === 1,
    countUndelivered: () => Number(undeliveredCount.get()?.['n']),
  };
}

function storedAlertOf(row: Record<string, unknown>): StoredAlert {
  return {
    id: Number(row['id']),
    status: row['status'] === 'resolved' ? 'resolved' : 'firing',
    labels: JSON.parse(String(row['labels'])),
    startsAt: row['starts_at'] === null ? null : Number(row['starts_at']),
    fingerprint: String(row['fingerprint']),
  };
}
