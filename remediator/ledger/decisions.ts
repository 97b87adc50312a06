import type { Reason } from '../reasons.ts';
import { inOtherWords, type OtherWords, otherWordsThan } from './gate-words.ts';
import type { Journal } from './journal.ts';
import type { Store } from './store.ts';

/** What one gate saw, in words for people, and whether it let the act through. */
export interface GateRecord {
  readonly gate: string;
  readonly passed: boolean;
  readonly saw: string;
}

/**
 * `again` is a hint that the remediator gave itself, because a gate said when to ask once more; `timetable` is what no
 * alert asks for, because it is time.
 */
export type Source = 'webhook' | 'reconcile' | 'again' | 'timetable';

export interface NewDecision {
  readonly source: Source;
  readonly incident: string;
  readonly org: string;
  readonly target_kind: string;
  readonly target_id: string;
  readonly action: string;
  /** The canonical target, as in `process/vizora-web`; null when none could be made out. */
  readonly target: string | null;
  readonly decision: 'act' | 'refuse' | 'heartbeat';
  readonly reason: Reason;
  readonly gates: readonly GateRecord[];
  readonly remediation_id: number | null;
}

type QuestionColumns = Pick<NewDecision, 'incident' | 'org' | 'target_kind' | 'target_id' | 'action'>;

export interface Decision extends NewDecision {
  readonly id: number;
  readonly at: number;
  /** How often the same was decided since, from hints that no webhook brought. */
  readonly repeats: number;
  readonly last_at: number;
}

export interface Decisions {
  add(decision: NewDecision, at: number): number;
  /** Adds it, or counts it on the last decision about the same when nothing has changed: the id of either. */
  addOrRepeat(decision: NewDecision, at: number): { readonly id: number; readonly added: boolean };
  get(id: number): Decision | null;
  /** The last one about the same. */
  newestOf(about: QuestionColumns): Decision | null;
  ofRemediation(remediationId: number): Decision | null;
  /** The newest first; `target` is the canonical one or the one that the alert named. */
  ofTarget(target: string, limit: number): Decision[];
  /** In the order of deciding: those after an id, or the last ones; `routine` are heartbeats and ends of alerts. */
  list(after: number | null, limit: number, routine?: 'with_routine' | 'without_routine'): Decision[];
  /** How often each reason refused since then; what the same hint asked again counts once. */
  refusalsSince(
    since: number,
  ): { readonly action: string; readonly reason: string; readonly count: number }[];
  /** Of all that were ever made, those forgotten since included. */
  totals(): { readonly action: string; readonly reason: string; readonly n: number }[];
}

/** What an earlier refusal has in full, so that a repetition needs only the rest. */
interface Repetition {
  readonly of: number;
  readonly otherWords: OtherWords;
}

/** So long an earlier refusal stands in for its repetitions: no longer than the shortest time that it is kept for. */
const STANDS_IN_FOR_MS = 3_600_000;

/** What comes by itself: a heartbeat each minute would bury everything else. */
const NOT_ROUTINE = `decision <> 'heartbeat' AND reason <> 'resolved'`;

function listOf(db: Store['db'], condition: string) {
  const after = db.prepare(`SELECT * FROM decisions WHERE id > ? AND ${condition} ORDER BY id LIMIT ?`);
  const last = db.prepare(
    `SELECT * FROM (SELECT * FROM decisions WHERE ${condition} ORDER BY id DESC LIMIT ?) ORDER BY id`,
  );
  return (from: number | null, limit: number) => (from === null ? last.all(limit) : after.all(from, limit));
}

export function createDecisions({ db }: Store, journal: Journal): Decisions {
  const insert = db.prepare(`
    INSERT INTO decisions (at, source, question, incident, org, target_kind, target_id, action, target,
      decision, reason, gates, remediation_id, last_at, gates_of)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const newestOf = db.prepare('SELECT * FROM decisions WHERE question = ? ORDER BY id DESC LIMIT 1');
  const newestInFull = db.prepare(`
    SELECT id, at, gates FROM decisions
    WHERE question = ? AND reason = ? AND gates_of IS NULL AND decision = 'refuse' ORDER BY id DESC LIMIT 1`);
  const repeat = db.prepare('UPDATE decisions SET repeats = repeats + 1, last_at = ? WHERE id = ?');
  const byId = db.prepare('SELECT * FROM decisions WHERE id = ?');
  const byRemediation = db.prepare('SELECT * FROM decisions WHERE remediation_id = ? AND decision = ?');
  const byTarget = db.prepare(
    `SELECT * FROM decisions WHERE target = ? OR target_kind || '/' || target_id = ? ORDER BY id DESC LIMIT ?`,
  );
  const lists = { with_routine: listOf(db, 'TRUE'), without_routine: listOf(db, NOT_ROUTINE) } as const;
  const totals = db.prepare(`
    SELECT action, reason, sum(n) AS n FROM (
      SELECT action, reason, count(*) AS n FROM decisions GROUP BY action, reason
      UNION ALL SELECT action, reason, n FROM forgotten_decisions)
    GROUP BY action, reason`);

  const refusals = db.prepare(`
    SELECT action, reason, count(*) AS n FROM decisions
    WHERE decision = 'refuse' AND ${NOT_ROUTINE} AND last_at > ? GROUP BY action, reason ORDER BY action, reason`);

  const add = (decision: NewDecision, at: number): number => {
    const { source, incident, org, target_kind, target_id, action, target, reason } = decision;
    const repetition = repetitionIn(decision, at);
    const gates = JSON.stringify(repetition?.otherWords ?? decision.gates);
    const added = insert.run(
      at,
      source,
      questionOf(decision),
      incident,
      org,
      target_kind,
      target_id,
      action,
      target,
      decision.decision,
      reason,
      gates,
      decision.remediation_id,
      at,
      repetition?.of ?? null,
    );
    const id = Number(added.lastInsertRowid);
    // One a minute for ever, that says nothing about the platform.
    if (decision.decision === 'heartbeat') return id;
    journal.append('decision', at, {
      decision_id: id,
      ...(repetition === null ? decision : brief(decision, repetition)),
    });
    return id;
  };

  /** Null for what is no repetition, and for what has nothing to leave out. */
  function repetitionIn(decision: NewDecision, at: number): Repetition | null {
    if (decision.decision !== 'refuse' || decision.gates.length === 0) return null;
    const earlier = newestInFull.get(questionOf(decision), decision.reason);
    // A clock that was put back makes old what seems to come from the future.
    if (earlier === undefined || Math.abs(at - Number(earlier['at'])) >= STANDS_IN_FOR_MS) return null;
    const otherWords = otherWordsThan(gatesIn(earlier), decision.gates);
    return otherWords === null ? null : { of: Number(earlier['id']), otherWords };
  }

  function decisionOf(row: Record<string, unknown>): Decision {
    const { question: _question, gates: _gates, gates_of: of, ...rest } = row;
    const whole = of === null ? null : byId.get(Number(of));
    if (whole === undefined) throw new Error(`d${row['id']} repeats d${of}, which is not there`);
    const gates =
      whole === null ? gatesIn(row) : inOtherWords(gatesIn(whole), JSON.parse(String(row['gates'])));
    return { ...rest, gates } as unknown as Decision;
  }

  const decisionOrNull = (row: Record<string, unknown> | undefined) =>
    row === undefined ? null : decisionOf(row);

  return {
    add,
    addOrRepeat(decision, at) {
      const newest = decisionOrNull(newestOf.get(questionOf(decision)));
      if (newest === null || newest.decision !== decision.decision || newest.reason !== decision.reason) {
        return { id: add(decision, at), added: true };
      }
      repeat.run(at, newest.id);
      return { id: newest.id, added: false };
    },
    newestOf: (about) => decisionOrNull(newestOf.get(questionOf(about))),
    get: (id) => decisionOrNull(byId.get(id)),
    ofRemediation: (remediationId) => decisionOrNull(byRemediation.get(remediationId, 'act')),
    ofTarget: (target, limit) => byTarget.all(target, target, limit).map(decisionOf),
    list: (after, limit, routine = 'with_routine') => lists[routine](after, limit).map(decisionOf),
    refusalsSince: (since) =>
      refusals.all(since).map((row) => ({
        action: String(row['action']),
        reason: String(row['reason']),
        count: Number(row['n']),
      })),
    totals: () =>
      totals.all().map((row) => ({
        action: String(row['action']),
        reason: String(row['reason']),
        n: Number(row['n']),
      })),
  };
}

const questionOf = ({ incident, org, target_kind, target_id, action }: QuestionColumns) =>
  JSON.stringify([action, incident, org, target_kind, target_id]);

const gatesIn = (row: Record<string, unknown>): GateRecord[] => JSON.parse(String(row['gates']));

/** What the journal has of a repetition: all else stands in the record of the decision that it names. */
const brief = ({ source, target, decision, reason }: NewDecision, { of, otherWords }: Repetition) => ({
  source,
  target,
  decision,
  reason,
  as_in_decision: of,
  other_words: otherWords,
});
