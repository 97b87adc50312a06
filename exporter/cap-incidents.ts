import { DORMANT_AFTER_MS } from '../core/checks/dormant.ts';
import { INCIDENTS, type IncidentType, type Severity } from '../core/incidents.ts';
import type { Board } from './board.ts';
import type { Incident } from './incident.ts';

export interface Capped {
  readonly shown: readonly Incident[];
  /** Open incidents without series of their own, by type; zero is left out. */
  readonly suppressed: ReadonlyMap<IncidentType, number>;
}

const RANK: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 };

/** Each has up to four series, and Prometheus refuses a scrape of more than 20,000 as a whole. */
const CAP_IN_ALL = 4_000;

/** Those that are told as an outage only until they are dormant. */
const MAY_BE_DORMANT: ReadonlySet<IncidentType> = new Set(['display_offline', 'site_offline']);

/**
 * Which incidents get series of their own: a monitoring system that drowns shows nothing. Of each type as many as
 * `perType`; open before resolved, what may be critical first, then the oldest. What is dormant may not be critical any
 * more: forgotten displays are the oldest, and would push out each new outage.
 */
export function capIncidents(board: Board, perType: number, now: number, inAll = CAP_IN_ALL): Capped {
  // By key in the end, so that those that opened together are the same ones after a restart.
  const ranked = [...board].sort(
    ([aKey, a], [bKey, b]) =>
      rank(a, now) - rank(b, now) || a.openedAt - b.openedAt || (aKey < bKey ? -1 : 1),
  );
  const shown: Incident[] = [];
  const shownOf = new Map<IncidentType, number>();
  const suppressed = new Map<IncidentType, number>();
  for (const [, incident] of ranked) {
    const type = incident.incident;
    const count = shownOf.get(type) ?? 0;
    if (count < perType && shown.length < inAll) {
      shown.push(incident);
      shownOf.set(type, count + 1);
    } else if (incident.state !== 'resolved') suppressed.set(type, (suppressed.get(type) ?? 0) + 1);
  }
  return { shown, suppressed };
}

function rank({ incident, state, since }: Incident, now: number): number {
  const isDormant = MAY_BE_DORMANT.has(incident) && now - since > DORMANT_AFTER_MS;
  return (state === 'resolved' ? 10 : 0) + RANK[isDormant ? 'info' : INCIDENTS[incident].worst_severity];
}
