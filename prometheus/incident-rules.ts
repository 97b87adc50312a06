import { alertNameOf, type Severity } from '../core/incidents.ts';
import type { TargetKind } from '../core/target.ts';
import { type AlertText, annotations, ofItsOrganisation } from './annotations.ts';
import type { Durations } from './durations.ts';
import { heldFigure } from './figures.ts';
import { type AgentAlerts, type IncidentAlert, type Remedy, remediesOf } from './incident-alert.ts';
import { guardedIncidents, openIncident } from './incident-series.ts';
import { onLevel } from './levels.ts';
import type { MonitoringPlaces } from './places.ts';
import type { AlertingRule, RecordingRule, RuleFile } from './rule.ts';

/**
 * What one agent raises, in two groups: what the machine hears is evaluated often, in one group with the
 * recording rules so that all see one moment; people have minutes, and each evaluation of an alert has its price.
 */
export function incidentRules({ agent, alerts }: AgentAlerts): RuleFile {
  const tellings = alerts.flatMap(tellingsOf);
  return {
    name: agent,
    groups: (durations, places) => [
      {
        name: agent,
        interval: durations.incident_evaluation_interval,
        rules: [
          guardedIncidents(agent),
          ...figures(alerts),
          ...tellings.flatMap((telling) => forTheMachine(telling, places)),
        ],
      },
      {
        name: `${agent}-people`,
        interval: durations.evaluation_interval,
        rules: tellings.map((telling) => forPeople(telling, durations, places)),
      },
    ],
  };
}

/** By what the levels of incidents are told. */
function figures(alerts: readonly IncidentAlert[]): readonly RecordingRule[] {
  const measured = alerts.flatMap(({ incident, severity }) =>
    typeof severity === 'string' ? [] : [{ incident, by: severity.by }],
  );
  return [...new Set(measured.map(({ by }) => by))].map((name) =>
    heldFigure(
      name,
      measured.filter(({ by }) => by === name).map(({ incident }) => incident),
    ),
  );
}

/** One alert of an incident: the only one, or that of one level. */
interface Telling extends Pick<IncidentAlert, 'incident'> {
  readonly alert: string;
  readonly severity: Severity;
  readonly text: AlertText;
  /** PromQL, behind that of open incidents, that leaves those on its level. */
  readonly level: string;
  readonly remedies: readonly Remedy[];
  /** Do people give the repair time first? What a figure has led to has had it, unless it begins there. */
  readonly waits: boolean;
  /** Does it outlast its condition for a moment? A level may not, since the next begins there. */
  readonly holds: boolean;
}

function tellingsOf(entry: IncidentAlert): readonly Telling[] {
  const { incident, severity } = entry;
  const common = { incident, alert: alertNameOf(incident), text: entry };
  const remedies = remediesOf(entry);
  if (typeof severity === 'string')
    return [{ ...common, severity, level: '', remedies, waits: true, holds: true }];
  return severity.steps.map((level) => ({
    ...common,
    ...(level.told_as && { alert: level.told_as.alert, text: level.told_as }),
    severity: level.severity,
    level: onLevel(level, severity),
    remedies: [
      ...remedies.filter((one) => one.severity === undefined || one.severity === level.severity),
      ...remediesOf(level),
    ],
    waits: severity.by === 'age' && (level.from === undefined || level.remediation !== undefined),
    holds: false,
  }));
}

/** A repairable incident is told to the machine at once. */
function forTheMachine(telling: Telling, places: MonitoringPlaces): readonly AlertingRule[] {
  const { severity, remedies } = telling;
  return remedies.map(({ action, target_kind: kind }) => ({
    ...whatIsWrong(telling, places, kind),
    labels: { severity, remediation: action },
  }));
}

/** People hear of it when it outlasts the repair, or when there is none. */
function forPeople(telling: Telling, durations: Durations, places: MonitoringPlaces): AlertingRule {
  const { severity, waits, holds } = telling;
  return {
    ...whatIsWrong(telling, places),
    ...(waits && { for: severity === 'critical' ? durations.grace_critical : durations.grace_warning }),
    ...(holds && { keep_firing_for: durations.people_hold }),
    labels: { severity },
  };
}

const whatIsWrong = (
  { incident, alert, level, text }: Telling,
  places: MonitoringPlaces,
  kind?: TargetKind,
) => ({
  alert,
  expr: openIncident(incident, kind) + level,
  annotations: annotations(alert, text, places, ofItsOrganisation),
});
