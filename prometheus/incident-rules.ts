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

/**
 * What one agent raises, in two groups: what the machine hears is evaluated often, in one group with the
 * recording rule so that both see one moment; people have minutes, and each evaluation of an alert has its price.
 */
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
          ...alerts.flatMap((alert) => forTheMachine(alert, places)),
        ],
      },
      {
        name: `${agent}-people`,
        interval: durations.evaluation_interval,
        rules: alerts.map((alert) => forPeople(alert, durations, places)),
      },
    ],
  };
}

/** A repairable incident is told to the machine at once. */
function forTheMachine(entry: IncidentAlert, places: MonitoringPlaces): readonly AlertingRule[] {
  const { severity, remediation } = entry;
  return remediation === undefined
    ? []
    : [{ ...whatIsWrong(entry, places), labels: { severity, remediation } }];
}

/** People hear of it when it outlasts the repair, or when there is none. */
function forPeople(entry: IncidentAlert, durations: Durations, places: MonitoringPlaces): AlertingRule {
  const { severity } = entry;
  return {
    ...whatIsWrong(entry, places),
    for: severity === 'critical' ? durations.grace_critical : durations.grace_warning,
    keep_firing_for: durations.people_hold,
    labels: { severity },
  };
}

function whatIsWrong(entry: IncidentAlert, places: MonitoringPlaces) {
  const alert = alertNameOf(entry.incident);
  return {
    alert,
    expr: `${GUARDED_INCIDENT}{incident="${entry.incident}"} == 1`,
    annotations: annotations(alert, entry, places, ofItsOrganisation),
  };
}
