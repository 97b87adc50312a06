import type { Checks } from '../core/config/checks.ts';
import type { AgentName, INCIDENTS, IncidentType } from '../core/incidents.ts';
import type { Target } from '../core/target.ts';
import type { Finding, UnknownReason } from '../core/verdict.ts';
import type { Section, Snapshot } from './snapshot.ts';

/** What an agent reads from, beside this file's own words. */
export type { Snapshot } from './snapshot.ts';

/** When an agent looks, and from when on something is bad. Times are ms since the epoch. */
export interface Moment {
  readonly now: number;
  /** The same by the platform's clock, which wrote the times in its rows. */
  readonly platformNow: number;
  readonly checks: Checks;
}

/** What an agent found out about one target. */
export interface Judgement {
  readonly incident: IncidentType;
  readonly target: Target;
  readonly finding: Finding;
}

/**
 * Whether an agent saw every target that an incident could have in an organisation. Only then does a target
 * that it did not judge count as gone. What an agent does not say is covered, is not.
 */
export interface Coverage {
  readonly incident: IncidentType;
  readonly org: string;
  readonly gap: { readonly reason: UnknownReason; readonly detail?: string } | null;
}

export type Statement = Judgement | Coverage;

type IncidentsOf<Name extends AgentName> = {
  [Type in IncidentType]: (typeof INCIDENTS)[Type]['agent'] extends Name ? Type : never;
}[IncidentType];

/** One agent: what it is called, what it must see, and a pure function from that to what it concludes. */
export interface Agent {
  readonly name: AgentName;
  readonly needs: readonly Section[];
  readonly raises: readonly IncidentType[];
  inspect(snapshot: Snapshot, moment: Moment): Iterable<Statement>;
}

/** An agent gets the sections that it names and no others, and may raise only the incidents that are its own. */
export function defineAgent<const Name extends AgentName, const Need extends Section>(agent: {
  readonly name: Name;
  readonly needs: readonly Need[];
  readonly raises: readonly IncidentsOf<Name>[];
  inspect(snapshot: Pick<Snapshot, Need>, moment: Moment): Iterable<Statement>;
}): Agent {
  return agent;
}

export function judge(incident: IncidentType, target: Target, finding: Finding): Judgement {
  return { incident, target, finding };
}

/** Every target of this incident in this organisation was listed: those not judged are gone. */
export function covered(incident: IncidentType, org: string): Coverage {
  return { incident, org, gap: null };
}

export function notCovered(
  incident: IncidentType,
  org: string,
  reason: UnknownReason,
  detail?: string,
): Coverage {
  return { incident, org, gap: detail === undefined ? { reason } : { reason, detail } };
}

export function isJudgement(statement: Statement): statement is Judgement {
  return 'finding' in statement;
}
