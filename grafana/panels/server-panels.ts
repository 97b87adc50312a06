import type { PanelBuilder as TablePanel } from '@grafana/grafana-foundation-sdk/table';
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { bytes, seconds, share, yesIsGood } from './cells.ts';
import { lines } from './lines.ts';
import { table } from './table.ts';
import { thresholds } from './thresholds.ts';

const ofTable = (metric: string) => `max by (table) (${metric})`;

/** PostgreSQL over time. */
export const databaseLines = (): PanelBuilder[] => [
  lines({
    title: 'Connections to PostgreSQL',
    description:
      'Sessions of clients, and how many ordinary roles may have at once; nothing where our role may not see them.',
    queries: [
      ['max(vizora_database_connections)', 'connections'],
      ['max(vizora_database_connections_max)', 'at most'],
    ],
    unit: 'short',
  }),
  lines({
    title: 'Longest transaction and lag',
    description: 'Age of the oldest open transaction, and how far a replica is behind; a primary has no lag.',
    queries: [
      ['max(vizora_database_longest_transaction_seconds)', 'longest transaction'],
      ['max(vizora_database_replication_lag_seconds)', 'replica behind'],
    ],
    unit: 's',
    steps: [[300, 'orange']],
  }),
];

/** The tables that are maintained. */
export const databaseTables = (): TablePanel =>
  table({
    title: 'Tables',
    description:
      'Rows as PostgreSQL estimates them, and when each table was last maintained, by hand or by itself.',
    queries: [
      ofTable('vizora_table_live_rows'),
      ofTable('vizora_table_dead_rows'),
      `${ofTable('vizora_table_dead_rows')} / (${ofTable('vizora_table_live_rows')} + ${ofTable('vizora_table_dead_rows')} > 0)`,
      `time() - ${ofTable('vizora_table_last_vacuum_timestamp_seconds')}`,
      `time() - ${ofTable('vizora_table_last_analyze_timestamp_seconds')}`,
    ],
    columns: [
      { field: 'table', title: 'Table' },
      { field: 'Value #A', title: 'Rows' },
      { field: 'Value #B', title: 'Dead' },
      {
        field: 'Value #C',
        title: 'Dead share',
        properties: [...share, thresholds('green', [0.2, 'orange'], [0.4, 'red'])],
      },
      {
        field: 'Value #D',
        title: 'Vacuumed, ago',
        properties: [seconds, thresholds('green', [172_800, 'orange'])],
      },
      {
        field: 'Value #E',
        title: 'Analyzed, ago',
        properties: [seconds, thresholds('green', [172_800, 'orange'])],
      },
    ],
    unit: 'short',
    absent: 'never',
  });

/** Redis over time. */
export const redisLines = (): PanelBuilder[] => [
  lines({
    title: 'Memory of Redis',
    description: 'Memory that Redis uses, and may use; the latter is missing where nothing limits it.',
    queries: [
      ['max(vizora_redis_memory_used_bytes)', 'used'],
      ['max(vizora_redis_memory_max_bytes)', 'at most'],
    ],
    unit: 'bytes',
  }),
  lines({
    title: 'Keys and clients of Redis',
    description:
      'Keys, connected clients, and keys that were thrown away in each interval to stay within the memory.',
    queries: [
      ['max(vizora_redis_keys)', 'keys'],
      ['max(vizora_redis_connected_clients)', 'clients'],
      ['sum(increase(vizora_redis_evicted_keys_total[$__rate_interval]))', 'evicted'],
    ],
    unit: 'short',
  }),
];

/** The newest backup of each place. */
export const backupTable = (): TablePanel =>
  table({
    title: 'Backups',
    description: 'The newest backup of each place; a place that cannot be read, or holds none, is missing.',
    queries: [
      'time() - max by (place) (vizora_backup_timestamp_seconds)',
      'max by (place) (vizora_backup_size_bytes)',
      'min by (place) (vizora_backup_checksum_verified)',
    ],
    columns: [
      { field: 'place', title: 'Place' },
      {
        field: 'Value #A',
        title: 'Written, ago',
        properties: [seconds, thresholds('green', [86_400, 'red'])],
      },
      { field: 'Value #B', title: 'Size', properties: [bytes] },
      { field: 'Value #C', title: 'Fits its checksum', properties: yesIsGood },
    ],
    unit: 'short',
    absent: 'not told',
  }).span(12);
