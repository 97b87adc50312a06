import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { seconds, yesIsGood } from './cells.ts';
import { table } from './table.ts';
import { thresholds } from './thresholds.ts';

/** How much is seen of each list of each organisation. */
export const coverageTable = (): PanelBuilder =>
  table({
    title: 'Coverage',
    description:
      'How much was seen of each list the last time it was read. A list that was not read whole keeps the verdicts ' +
      'of those that were not seen; an organisation that is not here was never read.',
    queries: [
      'min by (org, resource) (vizora_scan_complete{org=~"$org"})',
      'max by (org, resource) (vizora_scan_items{org=~"$org"})',
      'max by (org, resource) (vizora_scan_total_items{org=~"$org"})',
      'time() - max by (org, resource) (vizora_scan_last_success_timestamp_seconds{org=~"$org"})',
      'max by (org, resource) (vizora_scan_duration_seconds{org=~"$org"})',
    ],
    columns: [
      { field: 'org', title: 'Organisation' },
      { field: 'resource', title: 'List' },
      { field: 'Value #A', title: 'Read whole', properties: yesIsGood },
      { field: 'Value #B', title: 'Seen' },
      { field: 'Value #C', title: 'Of' },
      {
        field: 'Value #D',
        title: 'Last read whole, ago',
        properties: [seconds, thresholds('green', [3_600, 'orange'], [7_200, 'red'])],
      },
      { field: 'Value #E', title: 'Took', properties: [seconds] },
    ],
    unit: 'short',
    absent: 'unknown',
  });
