import { DatabaseSync } from 'node:sqlite';

type Json = Readonly<Record<string, unknown>>;

export interface StoredRemediation {
  readonly id: number;
  readonly episode_id: number;
  readonly action: string;
  readonly target: string;
  readonly params: Json;
  readonly plan: Json;
  readonly outcome: string | null;
  readonly intent_at: number;
  readonly executed_at: number | null;
  readonly finished_at: number | null;
}

export interface StoredDecision {
  readonly id: number;
  readonly last_at: number;
  readonly source: string;
  readonly incident: string;
  readonly target: string | null;
  readonly target_kind: string;
  readonly target_id: string;
  readonly decision: string;
  readonly reason: string;
  readonly gates: readonly Json[];
}

/** What the store holds after a run, read by another program than the one that wrote it. */
export interface Stored {
  readonly deliveries: readonly { readonly at: number; readonly body: string }[];
  readonly alerts: readonly { readonly id: number; readonly decision_id: number | null }[];
  readonly decisions: readonly StoredDecision[];
  readonly remediations: readonly StoredRemediation[];
  readonly episodes: readonly {
    readonly id: number;
    readonly target: string;
    readonly closed_at: number | null;
  }[];
  /** Those that a remediation holds. */
  readonly leases: readonly { readonly target: string }[];
  /** Those that are open. */
  readonly escalations: readonly { readonly about: string; readonly reason: string }[];
  readonly journal: readonly { readonly at: number; readonly kind: string; readonly record: Json }[];
}

export function readStored(file: string): Stored {
  const db = new DatabaseSync(file, { readOnly: true });
  const rows = <T>(query: string, ...json: string[]) =>
    db
      .prepare(query)
      .all()
      .map((row) => {
        const parsed = json.map((column) => [column, JSON.parse(String(row[column] ?? 'null'))]);
        return { ...row, ...Object.fromEntries(parsed) } as T;
      });
  try {
    return {
      deliveries: db
        .prepare('SELECT at, body FROM deliveries ORDER BY id')
        .all()
        .map(({ at, body }) => ({ at: Number(at), body: Buffer.from(body as Uint8Array).toString() })),
      alerts: rows('SELECT id, decision_id FROM alerts ORDER BY id'),
      // A repetition has its gates in the decision that it repeats.
      decisions: rows(
        `SELECT *, coalesce((SELECT gates FROM decisions WHERE id = d.gates_of), gates) AS gates
         FROM decisions AS d ORDER BY id`,
        'gates',
      ),
      remediations: rows('SELECT * FROM remediations ORDER BY id', 'params', 'plan'),
      episodes: rows('SELECT id, target, closed_at FROM episodes ORDER BY id'),
      leases: rows('SELECT target FROM leases WHERE remediation_id IS NOT NULL'),
      escalations: rows('SELECT about, reason FROM escalations WHERE ended_at IS NULL'),
      journal: rows('SELECT at, kind, record FROM journal ORDER BY seq', 'record'),
    };
  } finally {
    db.close();
  }
}
