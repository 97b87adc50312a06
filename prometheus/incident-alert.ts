import type { Config } from '../core/config/schema.ts';
import type { AgentName, IncidentType, Severity } from '../core/incidents.ts';
import type { TargetKind } from '../core/target.ts';
import type { AlertText } from './annotations.ts';
import type { Levels } from './levels.ts';

/** The actions that the configuration knows: the only words that `remediation` may hold. */
export type ActionName = keyof Config['remediator']['actions'];

/** An action that repairs an incident, or only a part of those of its type. */
export interface Remedy {
  readonly action: ActionName;
  /** The only kind of target that it repairs. */
  readonly target_kind?: TargetKind;
  /** The only level on which it is asked for. */
  readonly severity?: Severity;
}

/** The policy for one incident type: how bad it is, and whether the machine may repair it. */
export interface IncidentAlert extends AlertText {
  readonly incident: IncidentType;
  /** Always the same, or by levels where it grows with an age or another figure. */
  readonly severity: Severity | Levels;
  /** What repairs it, in one word where it always does; without that, people are the only ones who hear of it. */
  readonly remediation?: ActionName | readonly Remedy[];
}

/** Everything that one agent may raise, with its policy. */
export interface AgentAlerts {
  readonly agent: AgentName;
  readonly alerts: readonly IncidentAlert[];
}

export function remediesOf({ remediation }: Pick<IncidentAlert, 'remediation'>): readonly Remedy[] {
  if (remediation === undefined) return [];
  return typeof remediation === 'string' ? [{ action: remediation }] : remediation;
}
