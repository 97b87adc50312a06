import { type AgentName, INCIDENTS, type Severity } from '../core/incidents.ts';
import type { Board } from './board.ts';
import { agentOf, type Incident } from './incident.ts';

const CAP_PER_AGENT = 500;
const CAP_IN_ALL = 2_000;

export interface Capped {
  readonly shown: readonly Incident[];
  /** Open incidents without series of their own, by agent; zero is left out. */
  readonly suppressed: ReadonlyMap<AgentName, number>;
}

const RANK: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 };

/**
 * Which incidents get series of their own: a monitoring system that drowns shows nothing. Open before
 * resolved, what may be critical first, then the oldest.
 */
export function capIncidents(board: Board, perAgent = CAP_PER_AGENT, inAll = CAP_IN_ALL): Capped {
  const ranked = [...board.values()].sort(
    (a, b) => rank(a) - rank(b) || a.openedAt - b.openedAt || (a.target.id < b.target.id ? -1 : 1),
  );
  const shown: Incident[] = [];
  const perAgentShown = new Map<AgentName, number>();
  const suppressed = new Map<AgentName, number>();
  for (const incident of ranked) {
    const agent = agentOf(incident);
    const count = perAgentShown.get(agent) ?? 0;
    if (count < perAgent && shown.length < inAll) {
      shown.push(incident);
      perAgentShown.set(agent, count + 1);
    } else if (incident.state !== 'resolved') suppressed.set(agent, (suppressed.get(agent) ?? 0) + 1);
  }
  return { shown, suppressed };
}

const rank = ({ incident, state }: Incident): number =>
  (state === 'resolved' ? 10 : 0) + RANK[INCIDENTS[incident].worst_severity];
