import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { INCIDENT_LABELS } from '../../prometheus/incident-series.ts';
import { type Column, seconds, table } from '../panels/table.ts';
import { variable } from '../panels/variable.ts';

const identity = INCIDENT_LABELS.join(', ');
const cell = (column: string) => variable(`__data.fields.${column}`);
const ageOf = (metric: string) => `time() - max by (${identity}) (${metric}{org=~"$org"})`;

const severity: Column = {
  field: 'severity',
  title: 'Severity',
  properties: [
    { id: 'custom.cellOptions', value: { type: 'color-background' } },
    {
      id: 'mappings',
      value: [
        {
          type: 'value',
          options: {
            critical: { color: 'red', index: 0 },
            warning: { color: 'orange', index: 1 },
            info: { color: 'blue', index: 2 },
          },
        },
      ],
    },
  ],
};

/** The form of a silence, filled in: both the machine's and the people's copy of this alert. */
const silence = `%7Balertname%3D%22${cell('Alert')}%22%2Corg%3D%22${cell('Organisation')}%22%2Ctarget_id%3D%22${cell('Id')}%22%7D`;

const alert: Column = {
  field: 'alertname',
  title: 'Alert',
  properties: [
    {
      id: 'links',
      value: [
        { title: 'Runbook', url: `${variable('runbooks')}/${cell('Alert')}`, targetBlank: true },
        {
          title: 'Silence',
          url: `${variable('alertmanager')}/#/silences/new?filter=${silence}`,
          targetBlank: true,
        },
      ],
    },
  ],
};

/** Every open incident, with the alert that tells of it. */
export function incidentsTable(): PanelBuilder {
  return table({
    title: 'Open incidents',
    description:
      'What is known to be wrong now. An incident stays while a look could not confirm or deny it. ' +
      'Empty while no exporter answers means unknown: see the figures above.',
    queries: [
      `max by (alertname, severity, ${identity}) (ALERTS{agent!="", target_id!="", org=~"$org"})`,
      ageOf('vizora_incident_opened_timestamp_seconds'),
      ageOf('vizora_incident_since_timestamp_seconds'),
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
    ],
    unit: 'short',
    absent: '-',
  })
    .span(24)
    .height(8);
}
