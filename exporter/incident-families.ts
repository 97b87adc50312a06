import { type Family, sampleLine } from '../core/metrics/family.ts';
import { NO_SITE } from '../core/target.ts';
import type { Board } from './board.ts';
import { capIncidents } from './cap-incidents.ts';
import { agentOf, type Incident, type IncidentState } from './incident.ts';

/** The class of an organisation, for the label `org_class`. */
export type ClassOf = (org: string) => string;

/** The labels by which an incident is known everywhere: in metrics, alerts and the API. */
export function incidentLabels(
  { incident, target }: Incident | Pick<Incident, 'incident' | 'target'>,
  classOf: ClassOf,
) {
  return {
    agent: agentOf({ incident }),
    incident,
    org: target.org,
    org_class: classOf(target.org),
    site: target.site ?? NO_SITE,
    target_kind: target.kind,
    target_id: target.id,
    target: target.name,
  };
}

const STATES: readonly IncidentState[] = ['open', 'unverified', 'resolved'];

/** The incidents as metrics, rendered once for a board and served until it changes. */
export function incidentFamilies(
  board: Board,
  classOf: ClassOf,
  seriesPerCheck: number,
  now: number,
): Family[] {
  const { shown, suppressed } = capIncidents(board, seriesPerCheck, now);
  const open = shown.filter(({ state }) => state !== 'resolved');
  const family = (
    name: string,
    help: string,
    incidents: readonly Incident[],
    value: (i: Incident) => number,
  ): Family => ({
    name,
    help,
    type: 'gauge',
    lines: incidents.map((incident) => sampleLine(name, incidentLabels(incident, classOf), value(incident))),
  });
  return [
    family(
      'vizora_incident_active',
      '1 while the incident is open; 0 for a while after a complete look found it gone; no series otherwise.',
      shown,
      ({ state }) => (state === 'resolved' ? 0 : 1),
    ),
    family(
      'vizora_incident_unverified',
      '1 if the incident is held open from an earlier look, as the last one could not confirm or deny it.',
      open.filter(({ state }) => state === 'unverified'),
      () => 1,
    ),
    family(
      'vizora_incident_opened_timestamp_seconds',
      'Unix time at which the incident was first seen.',
      open,
      ({ openedAt }) => openedAt / 1_000,
    ),
    family(
      'vizora_incident_since_timestamp_seconds',
      'Unix time at which the condition began, as far as the evidence tells.',
      open,
      ({ since }) => since / 1_000,
    ),
    countsFamily(board),
    {
      name: 'vizora_incidents_suppressed',
      help: 'Open incidents without a series of their own, because there are too many.',
      type: 'gauge',
      lines: [...suppressed].map(([incident, count]) =>
        sampleLine('vizora_incidents_suppressed', { agent: agentOf({ incident }), incident }, count),
      ),
    },
  ];
}

/** Exact, whatever the cap. */
function countsFamily(board: Board): Family {
  const name = 'vizora_incidents';
  const counts = new Map<
    string,
    { labels: { agent: string; incident: string; org: string; state: string }; count: number }
  >();
  for (const incident of board.values()) {
    for (const state of STATES) {
      const labels = {
        agent: agentOf(incident),
        incident: incident.incident,
        org: incident.target.org,
        state,
      };
      const key = JSON.stringify(labels);
      const entry = counts.get(key) ?? { labels, count: 0 };
      counts.set(key, { labels, count: entry.count + (incident.state === state ? 1 : 0) });
    }
  }
  return {
    name,
    help: 'Incidents by state; exact even where their own series are capped.',
    type: 'gauge',
    lines: [...counts.values()].map(({ labels, count }) => sampleLine(name, labels, count)),
  };
}
