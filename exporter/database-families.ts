import type { Family } from '../core/metrics/family.ts';
import type { TableStatistics } from '../core/postgres/table-status.ts';
import { family, type Sample } from './platform-families.ts';
import type { Snapshot } from './snapshot.ts';

/** How the database was the last time; nothing about it while it cannot be read, or our role may not see it. */
export function databaseFamilies(reading: Snapshot['database']): Family[] {
  const status = reading?.value ?? null;
  const one = (value: number | null | undefined): Sample[] =>
    value === null || value === undefined ? [] : [[{}, value]];
  const each = (value: (counts: TableStatistics) => number | null): Sample[] =>
    (status?.tables ?? []).flatMap(({ name, statistics }): Sample[] => {
      const number = statistics === null ? null : value(statistics);
      return number === null ? [] : [[{ table: name }, number]];
    });
  const seconds = (ms: number | null) => (ms === null ? null : ms / 1_000);
  return [
    family(
      'vizora_database_up',
      '1 if the database could be read the last time, 0 if not; no series where none is configured.',
      reading === null ? [] : [[{}, Number(status !== null)]],
    ),
    family(
      'vizora_database_connections',
      'Sessions of clients on the server; no series where our role may not see them all.',
      one(status?.connections),
    ),
    family(
      'vizora_database_connections_max',
      'Sessions that ordinary roles may have at once.',
      one(status?.connectionsMax),
    ),
    family('vizora_database_size_bytes', 'Size of the database on disk.', one(status?.sizeBytes)),
    family(
      'vizora_database_longest_transaction_seconds',
      'Age of the oldest open transaction in the database, 0 if there is none.',
      one(status?.longestTransactionSeconds),
    ),
    family(
      'vizora_database_replication_lag_seconds',
      'How far the replica is behind its primary; no series on a primary.',
      one(status?.replicationLagSeconds),
    ),
    family(
      'vizora_table_live_rows',
      'Rows of the table, as PostgreSQL estimates them.',
      each(({ liveRows }) => liveRows),
    ),
    family(
      'vizora_table_dead_rows',
      'Rows of the table that are deleted and not yet vacuumed away, as PostgreSQL estimates them.',
      each(({ deadRows }) => deadRows),
    ),
    family(
      'vizora_table_last_vacuum_timestamp_seconds',
      'Unix time of the last vacuum of the table, by hand or by itself; no series if there was none.',
      each(({ lastVacuumAt }) => seconds(lastVacuumAt)),
    ),
    family(
      'vizora_table_last_analyze_timestamp_seconds',
      'Unix time of the last analyze of the table, by hand or by itself; no series if there was none.',
      each(({ lastAnalyzeAt }) => seconds(lastAnalyzeAt)),
    ),
  ];
}
