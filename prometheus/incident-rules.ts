import { annotations, ofItsOrganisation } from './annotations.ts';
import type { Durations } from './durations.ts';
import { guarded } from './guarded.ts';
import { type AgentAlerts, alertNameOf, type IncidentAlert } from './incident-alert.ts';
import type { MonitoringPlaces } from './places.ts';
import type { AlertingRule, RuleFile } from './rule.ts';

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

/** One recording rule, and for each incident type its alerts, in one group, so that they see one moment. */
export function incidentRules({ agent, alerts }: AgentAlerts): RuleFile {
  return {
    name: agent,
    groups: (durations, places) => [
      {
        name: agent,
        interval: durations.incident_evaluation_interval,
        rules: [
          {
            record: GUARDED_INCIDENT,
            expr: guarded(`vizora_incident_active{agent="${agent}"}`, INCIDENT_LABELS),
            labels: { agent },
          },
          ...alerts.flatMap((alert) => alertRules(alert, durations, places)),
        ],
      },
    ],
  };
}

/** A repairable incident is told to the machine at once, and to people when it outlasts the repair. */
function alertRules(
  entry: IncidentAlert,
  durations: Durations,
  places: MonitoringPlaces,
): readonly AlertingRule[] {
  const { incident, severity, remediation } = entry;
  const alert = alertNameOf(incident);
  const common = {
    alert,
    expr: `${GUARDED_INCIDENT}{incident="${incident}"} == 1`,
    annotations: annotations(alert, entry, places, ofItsOrganisation),
  };
  const people: AlertingRule = {
    ...common,
    for: severity === 'critical' ? durations.grace_critical : durations.grace_warning,
    keep_firing_for: durations.people_hold,
    labels: { severity },
  };
  if (remediation === undefined) return [people];
  const machine: AlertingRule = { ...common, labels: { severity, remediation } };
  return [machine, people];
}
