import type { Config } from '../core/config/schema.ts';
import type { AgentName, IncidentType, Severity } from '../core/incidents.ts';
import type { AlertText } from './annotations.ts';
import type { Levels } from './levels.ts';

/** The actions that the configuration knows: the only words that `remediation` may hold. */
export type ActionName = keyof Config['remediator']['actions'];

/** The policy for one incident type: how bad it is, and whether the machine may repair it. */
export interface IncidentAlert extends AlertText {
  readonly incident: IncidentType;
  /** Always the same, or by levels where it grows with an age or another figure. */
  readonly severity: Severity | Levels;
  /** The action that repairs it; without one, people are the only ones who hear of it. */
  readonly remediation?: ActionName;
}

/** Everything that one agent may raise, with its policy. */
export interface AgentAlerts {
  readonly agent: AgentName;
  readonly alerts: readonly IncidentAlert[];
}

/** `service_down` becomes `ServiceDown`. */
export function alertNameOf(incident: IncidentType): string {
  return incident.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
