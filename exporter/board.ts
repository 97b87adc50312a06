import type { AgentName } from '../core/incidents.ts';
import { type Coverage, isJudgement, type Judgement, type Statement } from './agent.ts';
import { agentOf, confirmed, type Incident, incidentKey, opened, resolved } from './incident.ts';

/** Everything that is known to be wrong, by {@link incidentKey}. */
export type Board = ReadonlyMap<string, Incident>;

/** What happened to an incident; `removed` is no longer shown at all. */
export interface Change {
  readonly what: 'opened' | 'confirmed' | 'held' | 'resolved' | 'removed';
  readonly key: string;
  readonly incident: Incident;
}

/** A board after something happened, with what changed; the board before is untouched. */
export interface Update {
  readonly board: Board;
  readonly changes: readonly Change[];
}

/** The board after one look of an agent. Only a verdict, or absence from a complete list, ever clears. */
export function afterLook(
  board: Board,
  agent: AgentName,
  statements: Iterable<Statement>,
  now: number,
): Update {
  const judgements = new Map<string, Judgement>();
  const coveredScopes = new Set<string>();
  for (const statement of statements) {
    if (isJudgement(statement)) {
      const key = incidentKey(statement.incident, statement.target);
      judgements.set(key, worse(judgements.get(key), statement));
    } else if (statement.gap === null) coveredScopes.add(scope(statement));
  }
  const edit = edited(board);
  for (const [key, judgement] of judgements) {
    const next = judged(board.get(key), judgement, now);
    if (next !== null) edit.set(next.what, key, next.incident);
  }
  for (const [key, known] of board) {
    if (agentOf(known) !== agent || known.state === 'resolved' || judgements.has(key)) continue;
    if (coveredScopes.has(scope({ incident: known.incident, org: known.target.org }))) {
      edit.set('resolved', key, resolved(known, 'target_removed', now));
    } else if (known.state === 'open') {
      edit.set('held', key, { ...known, state: 'unverified' });
    }
  }
  return edit.update();
}

/** The board after a look that did not come about: everything of that agent is held. */
export const afterFailedLook = (board: Board, agent: AgentName, now: number): Update =>
  afterLook(board, agent, [], now);

/** The board without what has been shown as resolved for long enough. */
export function withoutExpired(board: Board, now: number, resolvedHold: number): Update {
  return without(board, ({ resolvedAt }) => resolvedAt !== null && now - resolvedAt >= resolvedHold);
}

/** The board without what is no longer looked for: a check or an organisation that was switched off. */
export function without(board: Board, isDropped: (incident: Incident) => boolean): Update {
  const edit = edited(board);
  for (const [key, incident] of board) if (isDropped(incident)) edit.remove(key, incident);
  return edit.update();
}

/** The board with which a restarted process begins: nothing of it has been confirmed yet. */
export function restoredBoard(incidents: readonly Incident[]): Board {
  return new Map(
    incidents.map((incident) => [
      incidentKey(incident.incident, incident.target),
      incident.state === 'open' ? { ...incident, state: 'unverified' } : incident,
    ]),
  );
}

function judged(
  known: Incident | undefined,
  { incident, target, finding }: Judgement,
  now: number,
): { what: Change['what']; incident: Incident } | null {
  const current = known?.state === 'resolved' ? undefined : known;
  if (finding.verdict === 'bad') {
    return current === undefined
      ? { what: 'opened', incident: opened(incident, target, finding, now) }
      : { what: 'confirmed', incident: confirmed(current, finding, now) };
  }
  if (current === undefined) return null;
  if (finding.verdict === 'good') return { what: 'resolved', incident: resolved(current, 'seen_good', now) };
  return current.state === 'open' ? { what: 'held', incident: { ...current, state: 'unverified' } } : null;
}

const SEVERITY = { good: 0, unknown: 1, bad: 2 } as const;

function worse(known: Judgement | undefined, other: Judgement): Judgement {
  if (known === undefined) return other;
  return SEVERITY[other.finding.verdict] > SEVERITY[known.finding.verdict] ? other : known;
}

const scope = ({ incident, org }: Pick<Coverage, 'incident' | 'org'>): string =>
  JSON.stringify([incident, org]);

function edited(board: Board) {
  const next = new Map(board);
  const changes: Change[] = [];
  return {
    set(what: Change['what'], key: string, incident: Incident) {
      next.set(key, incident);
      changes.push({ what, key, incident });
    },
    remove(key: string, incident: Incident) {
      next.delete(key);
      changes.push({ what: 'removed', key, incident });
    },
    update: (): Update => ({ board: next, changes }),
  };
}
