import { DORMANT_AFTER_MS } from '../../core/checks/dormant.ts';
import { INCIDENTS, type Severity } from '../../core/incidents.ts';
import { PLATFORM } from '../../core/target.ts';
import type { Board } from '../board.ts';
import type { Incident } from '../incident.ts';
import type { ClassOf } from '../incident-families.ts';
import { matters } from './system-status.ts';

export const RANK: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 };

/** What is wrong now, as far as it is somebody's trouble: what may be worst first, then the platform's own, the oldest. */
export function openIncidents(board: Board, classOf: ClassOf): readonly Incident[] {
  return [...board.values()]
    .filter(({ state, target }) => state !== 'resolved' && matters(target.org, classOf))
    .sort((a, b) => RANK[worstOf(a)] - RANK[worstOf(b)] || ofTenant(a) - ofTenant(b) || a.since - b.since);
}

const ofTenant = ({ target }: Incident): number => Number(target.org !== PLATFORM);

/** The worst that a rule may make of it. */
export const worstOf = ({ incident }: Pick<Incident, 'incident'>): Severity =>
  INCIDENTS[incident].worst_severity;

/** A display that has been silent for over a week is forgotten rather than broken. */
export const isDormant = ({ incident, since }: Incident, now: number): boolean =>
  incident === 'display_offline' && now - since > DORMANT_AFTER_MS;
