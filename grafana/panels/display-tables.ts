import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { GUARDED_INCIDENT } from '../../prometheus/incident-series.ts';
import { cell, links, type Property, seconds } from './cells.ts';
import { type Column, table } from './table.ts';
import { thresholds } from './thresholds.ts';
import { variable } from './variable.ts';

const toDisplay: Property = links({
  title: 'This display',
  url: `/d/vizora-display?var-display=${cell('Id')}&${variable('__url_time_range')}`,
});

const display: readonly Column[] = [
  { field: 'target', title: 'Display', properties: [toDisplay] },
  { field: 'target_id', title: 'Id', properties: [toDisplay] },
  { field: 'org', title: 'Organisation' },
  { field: 'site', title: 'Site' },
];
const byDisplay = 'max by (org, site, target_id, target)';

/** Every display about which something is wrong, with a link to its own page. */
export const troubledDisplays = (): PanelBuilder =>
  table({
    title: 'Displays in trouble',
    description:
      'Displays with an open incident, and for how long it has stood. The name leads to the page of that display.',
    queries: [
      `max by (org, site, target_id, target, incident) (${GUARDED_INCIDENT}{target_kind="display", org=~"$org"}) == 1`,
      'time() - max by (org, site, target_id, target, incident)' +
        ' (vizora_incident_since_timestamp_seconds{target_kind="display", org=~"$org"})',
    ],
    columns: [
      ...display,
      { field: 'incident', title: 'Incident' },
      {
        field: 'Value #B',
        title: 'Stands for',
        properties: [seconds, thresholds('text', [900, 'orange'], [3_600, 'red'], [604_800, 'text'])],
      },
    ],
    unit: 'short',
    absent: '-',
  });

/** Displays that come and go. */
export const flappingDisplays = (): PanelBuilder =>
  table({
    title: 'Flapping displays',
    description:
      'Displays that went offline again within a day after they had come back, and how many times.',
    queries: [
      `${byDisplay} (changes(vizora_incident_opened_timestamp_seconds` +
        '{incident="display_offline", org=~"$org"}[1d])) > 0',
    ],
    columns: [
      ...display,
      {
        field: 'Value',
        title: 'Again offline',
        properties: [thresholds('text', [3, 'orange'], [10, 'red'])],
      },
    ],
    unit: 'short',
    absent: '-',
  }).span(12);

/** Where displays are offline. */
export const offlineByPlace = (): PanelBuilder =>
  table({
    title: 'Offline by place',
    description:
      'Displays that are offline or dormant, by organisation and place; one that is not here has none.',
    queries: [
      `count by (org, site) (${GUARDED_INCIDENT}{incident="display_offline", org=~"$org"} == 1)`,
      `max by (org, site) (${GUARDED_INCIDENT}{incident="site_offline", org=~"$org"} == 1)`,
    ],
    columns: [
      { field: 'org', title: 'Organisation' },
      { field: 'site', title: 'Site' },
      { field: 'Value #A', title: 'Offline', properties: [thresholds('orange')] },
      {
        field: 'Value #B',
        title: 'All of it',
        properties: [
          {
            id: 'mappings',
            value: [{ type: 'value', options: { '1': { text: 'yes', color: 'red', index: 0 } } }],
          },
        ],
      },
    ],
    unit: 'short',
    absent: '-',
  }).span(12);
