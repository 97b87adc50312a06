import type { AgentName, IncidentType } from '../core/incidents.ts';
import type { TargetKind } from '../core/target.ts';
import { guarded } from './guarded.ts';
import type { RecordingRule } from './rule.ts';

/** 1 while an incident is open, as far as anybody knows; 0 once a complete look found it gone. */
export const GUARDED_INCIDENT = 'vizora:incident_active:guarded';

/** What makes one incident; also the labels of every alert on it. */
export const INCIDENT_LABELS = [
  'agent',
  'incident',
  'org',
  'org_class',
  'site',
  'target_kind',
  'target_id',
  'target',
] as const;

/** Records {@link GUARDED_INCIDENT} for all incidents of an agent. */
export const guardedIncidents = (agent: AgentName): RecordingRule => ({
  record: GUARDED_INCIDENT,
  expr: guarded(`vizora_incident_active{agent="${agent}"}`, INCIDENT_LABELS),
  labels: { agent },
});

/** The open incidents of a type, as far as anybody knows; all, or those of one kind of target. */
export function openIncident(incident: IncidentType, kind?: TargetKind): string {
  const ofKind = kind === undefined ? '' : `, target_kind="${kind}"`;
  return `${GUARDED_INCIDENT}{incident="${incident}"${ofKind}} == 1`;
}
