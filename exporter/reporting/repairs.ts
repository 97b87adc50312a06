import { type AgentName, INCIDENTS, isIncidentType } from '../../core/incidents.ts';
import type { Summary } from '../../core/remediator/summary.ts';
import type { ServiceName } from '../../core/target.ts';
import type { Incident } from '../incident.ts';
import type { ClassOf } from '../incident-families.ts';
import type { Reading } from '../snapshot.ts';
import { matters } from './system-status.ts';

type Remediation = Summary['remediations'][number];

/** A repair that was made and has ended. */
export interface Repair extends Remediation {
  readonly outcome: string;
  readonly agent: AgentName;
  /** ms since the epoch. */
  readonly decidedAt: number;
  readonly endedAt: number;
}

/** What was repaired within the last day, the newest first, as far as it is somebody's concern. */
export function repairsOf(remediator: Reading<Summary>, classOf: ClassOf): readonly Repair[] {
  return (remediator.value?.remediations ?? [])
    .flatMap((remediation): Repair[] => {
      const { incident, outcome, org, executed_at: executed, finished_at: finished } = remediation;
      if (outcome === null || executed === null || finished === null) return [];
      if (!isIncidentType(incident) || !matters(org, classOf)) return [];
      const { agent } = INCIDENTS[incident];
      const [decidedAt, endedAt] = [Date.parse(remediation.decided_at), Date.parse(finished)];
      return [{ ...remediation, outcome, agent, decidedAt, endedAt }];
    })
    .sort((a, b) => b.endedAt - a.endedAt);
}

/** What is repaired when this is broken: of a service, its process; of one worker, its app. */
export function repairedTarget(
  { kind, id }: Incident['target'],
  apps: Readonly<Record<ServiceName, string>>,
) {
  if (kind === 'service') return `process/${apps[id as ServiceName]}`;
  return kind === 'process' ? `process/${id.replace(/:\d+$/, '')}` : `${kind}/${id}`;
}
