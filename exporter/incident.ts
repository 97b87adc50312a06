import { type AgentName, INCIDENTS, type IncidentType } from '../core/incidents.ts';
import { readableName, type Target } from '../core/target.ts';
import type { Finding } from '../core/verdict.ts';

/** `open`: the last look found it; `unverified`: the last look could not say; `resolved`: found to be gone. */
export type IncidentState = 'open' | 'unverified' | 'resolved';
/** How an incident ended: its target was seen good, or is no longer in a complete list. */
export type Resolution = 'seen_good' | 'target_removed';

/** Something that is wrong, or was until a moment ago. Times are ms since the epoch. */
export interface Incident {
  readonly incident: IncidentType;
  /** With the readable name that it had when the incident opened, fit for a label. */
  readonly target: Target;
  readonly state: IncidentState;
  /** First seen by us, in this episode. */
  readonly openedAt: number;
  /** When the condition began, as far as the evidence tells; else when it was first seen. */
  readonly since: number;
  /** When it was last seen to be so. */
  readonly confirmedAt: number;
  readonly detail: string;
  /** When and how it ended; both null unless resolved. */
  readonly resolvedAt: number | null;
  readonly resolution: Resolution | null;
}

export function incidentKey(incident: IncidentType, { kind, id, org }: Target): string {
  return JSON.stringify([incident, org, kind, id]);
}

export const agentOf = ({ incident }: { readonly incident: IncidentType }): AgentName =>
  INCIDENTS[incident].agent;

type Bad = Extract<Finding, { verdict: 'bad' }>;

/** A new incident; its name is frozen from now on. */
export function opened(
  incident: IncidentType,
  target: Target,
  { detail, since }: Bad,
  now: number,
): Incident {
  return {
    incident,
    target: { ...target, name: readableName(target.name) },
    state: 'open',
    openedAt: now,
    since: since ?? now,
    confirmedAt: now,
    detail,
    resolvedAt: null,
    resolution: null,
  };
}

/** Those whose evidence bears a date of its own: a newer one, such as a later heartbeat, is when the condition began. */
const DATED: ReadonlySet<IncidentType> = new Set([
  'display_offline',
  'site_offline',
  'content_expired',
  'schedule_past_end',
]);

/** A window of samples moves on while the condition stands: it began when it was first known to. */
export function confirmed(known: Incident, { detail, since = known.since }: Bad, now: number): Incident {
  const began = DATED.has(known.incident) ? since : Math.min(known.since, since);
  return { ...known, state: 'open', since: began, confirmedAt: now, detail };
}

export function resolved(known: Incident, resolution: Resolution, now: number): Incident {
  return { ...known, state: 'resolved', resolvedAt: now, resolution };
}
