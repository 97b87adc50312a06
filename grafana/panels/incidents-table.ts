import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { GUARDED_INCIDENT, INCIDENT_LABELS } from '../../prometheus/incident-series.ts';
import { appsOf, loopback } from '../../prometheus/places.ts';
import { cell, coloured, links, seconds, words } from './cells.ts';
import { type Column, table } from './table.ts';
import { variable } from './variable.ts';

const identity = INCIDENT_LABELS.join(', ');
const ageOf = (metric: string) => `time() - max by (${identity}) (${metric}{org=~"$org"})`;
const sameIncident = 'org, incident, target_kind, target_id';

/** The target under whose name it is repaired: the app, for a service and for each worker of an app. */
function asRepaired(incidents: string): string {
  const joined = `label_join(${incidents}, "repaired", "/", "target_kind", "target_id")`;
  const ofApps = `label_replace(${joined}, "repaired", "$1", "repaired", "(process/[^:]+):.+")`;
  return appsOf(loopback).reduce(
    (expr, [service, app]) =>
      `label_replace(${expr}, "repaired", "process/${app}", "repaired", "service/${service}")`,
    ofApps,
  );
}

/** What becomes of each open incident; the first that holds. */
const stateOfRepair = `max by (${identity}) (
  3 * (OPEN and on (${sameIncident}) vizora_remediation_escalated == 1)
  or
  2 * (${asRepaired('OPEN')} and on (repaired) label_join(vizora_remediation_in_progress == 1, "repaired", "/", "target_kind", "target_id"))
  or
  (OPEN and on (${sameIncident}) ALERTS{alertstate="firing", remediation!=""})
  or
  0 * OPEN
)`.replaceAll('OPEN', `(${GUARDED_INCIDENT}{org=~"$org"} == 1)`);

const SEVERITIES = words([
  ['critical', 'critical', 'red'],
  ['warning', 'warning', 'orange'],
  ['info', 'info', 'blue'],
]);

/** How bad something is. */
export const severity: Column = {
  field: 'severity',
  title: 'Severity',
  properties: [...coloured, SEVERITIES],
};

/** The form of a silence, filled in: both the machine's and the people's copy of this alert. */
const silence = `%7Balertname%3D%22${cell('Alert')}%22%2Corg%3D%22${cell('Organisation')}%22%2Ctarget_id%3D%22${cell('Id')}%22%7D`;

/** The alert, which leads to what to do and to the form that silences it; it needs the columns Organisation and Id. */
const alert: Column = {
  field: 'alertname',
  title: 'Alert',
  properties: [
    links(
      { title: 'Runbook', url: `${variable('runbooks')}/${cell('Alert')}` },
      { title: 'Silence', url: `${variable('alertmanager')}/#/silences/new?filter=${silence}` },
    ),
  ],
};

/** Every open incident, with the alert that tells of it and what the machine does about it. */
export function incidentsTable(): PanelBuilder {
  return table({
    title: 'Open incidents',
    description:
      'What is known to be wrong now. An incident stays while a look could not confirm or deny it. ' +
      'Empty while no exporter answers means unknown: see the figures above. The alert leads to the runbook and ' +
      'to the form of a silence.',
    queries: [
      `max by (alertname, severity, ${identity}) (ALERTS{agent!="", target_id!="", org=~"$org"})`,
      ageOf('vizora_incident_opened_timestamp_seconds'),
      ageOf('vizora_incident_since_timestamp_seconds'),
      stateOfRepair,
    ],
    columns: [
      severity,
      alert,
      { field: 'target', title: 'Target' },
      { field: 'target_kind', title: 'Kind' },
      { field: 'target_id', title: 'Id' },
      { field: 'org', title: 'Organisation' },
      { field: 'site', title: 'Site' },
      { field: 'Value #B', title: 'Seen for', properties: [seconds] },
      { field: 'Value #C', title: 'Stands for', properties: [seconds] },
      {
        field: 'Value #D',
        title: 'Repair',
        properties: [
          words([
            ['0', 'by people', 'text'],
            ['1', 'asked for', 'blue'],
            ['2', 'at work', 'blue'],
            ['3', 'given up', 'red'],
          ]),
          ...coloured,
        ],
      },
    ],
    unit: 'short',
    absent: '-',
    order: ['Seen for', 'least'],
  }).height(9);
}
