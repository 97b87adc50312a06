import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { table } from './table.ts';

const END = 'vizora_remediation_silence_end_timestamp_seconds';

/** Which silences hold the machine, by whom and until when. */
export const silencesTable = (): PanelBuilder =>
  table({
    title: 'Silences that hold the machine',
    description:
      'Silences on alerts that a machine could repair, and those on remediator="pause", which stop all repair: who made ' +
      'them, and when they end. Asked of Alertmanager each minute; one that has ended is gone from here.',
    queries: [`1000 * (max by (created_by, silence_id) (${END}) > time())`],
    columns: [
      { field: 'created_by', title: 'By' },
      { field: 'Value', title: 'Ends', properties: [{ id: 'unit', value: 'dateTimeFromNow' }] },
      { field: 'silence_id', title: 'Silence' },
    ],
    unit: 'short',
    absent: 'none',
    order: ['Ends', 'least'],
  }).span(12);
