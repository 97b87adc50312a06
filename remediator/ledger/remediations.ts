import { changesBetween } from '../changes.ts';
import type { Times } from '../metrics/phases.ts';
import type { Outcome } from '../outcome.ts';
import type { Journal } from './journal.ts';
import type { Store } from './store.ts';

type Json = Readonly<Record<string, unknown>>;

export interface RemediationDraft {
  readonly episode_id: number;
  readonly action: string;
  readonly target: string;
  readonly org: string;
  readonly incident: string;
  readonly params: Json;
  /** What exactly will be done; the act reads nothing else. */
  readonly plan: Json;
  readonly evidence: Json;
  readonly before: Json;
  readonly decided_at: number;
  /** By whose word: the machine's own, or a person's who approved it; null where it was not noted yet. */
  readonly actor: string | null;
  /** Of the policy that it was done under. */
  readonly policy_hash: string | null;
  /** When its alert began to fire; null for a further attempt, and where nobody said so legibly. */
  readonly detected_at: number | null;
  /** When that alert first reached us; null for a further attempt. */
  readonly alerted_at: number | null;
}

/** One attempt at repairing one target, from the intent on. Times are ms since the epoch. */
export interface Remediation extends RemediationDraft {
  readonly id: number;
  readonly attempt: number;
  readonly state: 'intended' | 'executed' | 'finished';
  readonly outcome: Outcome | null;
  readonly intent_at: number;
  readonly executed_at: number | null;
  readonly finished_at: number | null;
  readonly after: Json | null;
  /** What the act itself complained about; the outcome is found by looking, whatever it says. */
  readonly trouble: string | null;
  readonly detail: string | null;
}

declare const durable: unique symbol;

/**
 * The permission to act: exists only once the intent is on disk, and only this file can make one. Whatever
 * writes to the platform asks for it.
 */
export interface Intent {
  readonly [durable]: true;
  readonly remediation: Remediation;
}

/** Which executions to count; those that were called off before they did anything are not. */
export interface ExecutionFilter {
  readonly since: number;
  readonly action?: string;
  readonly target?: string;
}

/** What is told of a repair that has ended, without its evidence. */
export interface EndedRemediation
  extends Pick<Remediation, 'id' | 'action' | 'incident' | 'org' | 'target' | 'decided_at'> {
  readonly outcome: Outcome;
  readonly finished_at: number;
}

export interface Remediations {
  /** Writes the intent; part of the transaction in progress, so the caller commits before it acts. */
  intend(draft: RemediationDraft, at: number): Intent;
  /** @param reported what the act says of itself, where it does */
  executed(id: number, at: number, trouble: string | null, reported: string | null): void;
  finish(
    id: number,
    outcome: Outcome,
    at: number,
    found: { after: Json | null; detail: string | null },
  ): void;
  get(id: number): Remediation | null;
  list(after: number | null, limit: number): Remediation[];
  ofTarget(target: string, limit: number): Remediation[];
  ofEpisode(episodeId: number): Remediation[];
  unfinished(): Remediation[];
  executions(filter: ExecutionFilter): Remediation[];
  countExecutions(filter: ExecutionFilter): number;
  /** Of the newest so many, those that have ended since. */
  endedSince(since: number, newest: number): EndedRemediation[];
  /** Of all that have ended. */
  times(): (Times & Pick<Remediation, 'action' | 'outcome'>)[];
  totals(): { readonly action: string; readonly outcome: string; readonly n: number }[];
}

export function createRemediations({ db }: Store, journal: Journal): Remediations {
  const insert = db.prepare(`
    INSERT INTO remediations (episode_id, attempt, action, target, org, incident, params, plan, state,
      decided_at, intent_at, evidence, before, actor, policy_hash, detected_at, alerted_at)
    VALUES (?, (SELECT coalesce(max(attempt), 0) + 1 FROM remediations WHERE episode_id = ?),
      ?, ?, ?, ?, ?, ?, 'intended', ?, ?, ?, ?, ?, ?, ?, ?)`);
  const noteExecuted = db.prepare(
    `UPDATE remediations SET state = 'executed', executed_at = ?, trouble = ? WHERE id = ?`,
  );
  const noteOutcome = db.prepare(
    `UPDATE remediations SET state = 'finished', outcome = ?, finished_at = ?, after = ?, detail = ? WHERE id = ?`,
  );
  const byId = db.prepare('SELECT * FROM remediations WHERE id = ?');
  const after = db.prepare('SELECT * FROM remediations WHERE id > ? ORDER BY id LIMIT ?');
  const last = db.prepare('SELECT * FROM (SELECT * FROM remediations ORDER BY id DESC LIMIT ?) ORDER BY id');
  const byTarget = db.prepare('SELECT * FROM remediations WHERE target = ? ORDER BY id DESC LIMIT ?');
  const byEpisode = db.prepare('SELECT * FROM remediations WHERE episode_id = ? ORDER BY id');
  const open = db.prepare('SELECT * FROM remediations WHERE outcome IS NULL ORDER BY id');
  const EXECUTIONS = `
    FROM remediations
    WHERE intent_at > ?1 AND (?2 IS NULL OR action = ?2) AND (?3 IS NULL OR target = ?3)
      AND (outcome IS NULL OR outcome NOT IN ('skipped', 'refused'))`;
  const executions = db.prepare(`SELECT * ${EXECUTIONS} ORDER BY id`);
  const executionCount = db.prepare(`SELECT count(*) AS n ${EXECUTIONS}`);
  const ended = db.prepare(`
    SELECT id, action, incident, org, target, outcome, decided_at, finished_at
    FROM (SELECT * FROM remediations ORDER BY id DESC LIMIT ?)
    WHERE outcome IS NOT NULL AND finished_at > ?`);
  const times = db.prepare(`
    SELECT action, outcome, detected_at, alerted_at, decided_at, intent_at, executed_at, finished_at FROM remediations
    WHERE outcome IS NOT NULL`);
  const totals = db.prepare(
    'SELECT action, outcome, count(*) AS n FROM remediations WHERE outcome IS NOT NULL GROUP BY action, outcome',
  );

  const get = (id: number) => {
    const row = byId.get(id);
    return row === undefined ? null : remediationOf(row);
  };

  return {
    intend(draft, at) {
      const json = (value: Json) => JSON.stringify(value);
      const { episode_id, action, target, org, incident, decided_at } = draft;
      const added = insert.run(
        episode_id,
        episode_id,
        action,
        target,
        org,
        incident,
        json(draft.params),
        json(draft.plan),
        decided_at,
        at,
        json(draft.evidence),
        json(draft.before),
        draft.actor,
        draft.policy_hash,
        draft.detected_at,
        draft.alerted_at,
      );
      const remediation = get(Number(added.lastInsertRowid));
      if (remediation === null) throw new Error('the intent was written, but cannot be read back');
      journal.append('intent', at, { ...remediation });
      return { remediation } as Intent;
    },
    executed(id, at, trouble, reported) {
      noteExecuted.run(at, trouble, id);
      journal.append('executed', at, { remediation_id: id, trouble, reported });
    },
    finish(id, outcome, at, found) {
      const { after: seen, detail } = found;
      noteOutcome.run(outcome, at, seen === null ? null : JSON.stringify(seen), detail, id);
      const changes = changesBetween(get(id)?.before ?? {}, seen);
      journal.append('outcome', at, { remediation_id: id, outcome, ...found, changes });
    },
    get,
    list: (from, limit) => (from === null ? last.all(limit) : after.all(from, limit)).map(remediationOf),
    ofTarget: (target, limit) => byTarget.all(target, limit).map(remediationOf),
    ofEpisode: (episodeId) => byEpisode.all(episodeId).map(remediationOf),
    unfinished: () => open.all().map(remediationOf),
    executions: ({ since, action, target }) =>
      executions.all(since, action ?? null, target ?? null).map(remediationOf),
    countExecutions: ({ since, action, target }) =>
      Number(executionCount.get(since, action ?? null, target ?? null)?.['n']),
    endedSince: (since, newest) => ended.all(newest, since) as unknown as EndedRemediation[],
    times: () => times.all() as unknown as (Times & Pick<Remediation, 'action' | 'outcome'>)[],
    totals: () =>
      totals.all().map((row) => ({
        action: String(row['action']),
        outcome: String(row['outcome']),
        n: Number(row['n']),
      })),
  };
}

function remediationOf(row: Record<string, unknown>): Remediation {
  const json = (column: string) => JSON.parse(String(row[column] ?? 'null'));
  return {
    ...row,
    params: json('params'),
    plan: json('plan'),
    evidence: json('evidence'),
    before: json('before'),
    after: json('after'),
  } as unknown as Remediation;
}
