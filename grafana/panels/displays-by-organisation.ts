import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { table } from './table.ts';
import { thresholds } from './thresholds.ts';

const STATES = [
  ['online', 'Online', 'green'],
  ['offline', 'Offline', 'orange'],
  ['error', 'In error', 'red'],
  ['dormant', 'Dormant', 'blue'],
  ['never_seen', 'Never seen', 'text'],
  ['pairing', 'Pairing', 'text'],
  ['disabled', 'Disabled', 'text'],
  ['unknown', 'Unknown', 'orange'],
] as const;

/** How many displays of each organisation are in which state. */
export const displaysByOrganisation = (): PanelBuilder =>
  table({
    title: 'Displays by organisation',
    description:
      'Each display is counted once, under the first state that holds. An organisation whose list was not read ' +
      'whole the last time is missing.',
    queries: STATES.map(([state]) => `sum by (org) (vizora_displays{org=~"$org", state="${state}"})`),
    columns: [
      { field: 'org', title: 'Organisation' },
      ...STATES.map(([, title, color], index) => ({
        field: `Value #${String.fromCharCode('A'.charCodeAt(0) + index)}`,
        title,
        properties: [thresholds('text', [1, color])],
      })),
    ],
    unit: 'short',
    absent: 'unknown',
  });
