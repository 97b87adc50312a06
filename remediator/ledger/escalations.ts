import type { Journal } from './journal.ts';
import type { Store } from './store.ts';

/** The labels of `vizora_remediation_escalated`: what people are told about. */
export interface EscalationLabels {
  readonly org: string;
  readonly incident: string;
  readonly target_kind: string;
  readonly target_id: string;
  readonly action: string;
  readonly reason: string;
}

export interface Escalation extends EscalationLabels {
  /** `episode/7`, or `mass_failure/<org>/<action>`. */
  readonly about: string;
  readonly opened_at: number;
}

export interface Escalations {
  /** Opens it, unless there is an open one about the same; true when it is new. */
  open(about: string, labels: EscalationLabels, at: number): boolean;
  /** True when there was one to end. */
  end(about: string, at: number): boolean;
  get(about: string): Escalation | null;
  all(): Escalation[];
}

export function createEscalations(store: Store, journal: Journal): Escalations {
  const { db } = store;
  const insert = db.prepare(`
    INSERT OR IGNORE INTO escalations (about, org, incident, target_kind, target_id, action, reason, opened_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const setEnded = db.prepare('UPDATE escalations SET ended_at = ? WHERE about = ? AND ended_at IS NULL');
  const one = db.prepare('SELECT * FROM escalations WHERE about = ? AND ended_at IS NULL');
  const open = db.prepare('SELECT * FROM escalations WHERE ended_at IS NULL ORDER BY id');
  return {
    open: (about, labels, at) =>
      store.transaction(() => {
        const { org, incident, target_kind, target_id, action, reason } = labels;
        const { changes } = insert.run(about, org, incident, target_kind, target_id, action, reason, at);
        if (changes === 1) journal.append('escalated', at, { about, ...labels });
        return changes === 1;
      }),
    end: (about, at) =>
      store.transaction(() => {
        const { changes } = setEnded.run(at, about);
        if (changes > 0) journal.append('escalation_ended', at, { about });
        return changes > 0;
      }),
    get: (about) => (one.get(about) ?? null) as unknown as Escalation | null,
    all: () => open.all() as unknown as Escalation[],
  };
}
