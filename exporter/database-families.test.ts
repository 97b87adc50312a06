import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databaseFamilies } from './database-families.ts';
import { clockFamilies } from './platform-families.ts';
import type { Snapshot } from './snapshot.ts';

type Status = NonNullable<NonNullable<Snapshot['database']>['value']>;

const reading = (special: Partial<Status> = {}): Snapshot['database'] => ({
  at: 1,
  value: {
    version: '15.18',
    sizeBytes: 8_000_000,
    connections: 12,
    connectionsMax: 97,
    longestTransactionSeconds: 1.5,
    isReplica: false,
    replicationLagSeconds: null,
    clockSkewMs: 250,
    tables: [
      {
        name: 'Content',
        exists: true,
        statistics: { liveRows: 70, deadRows: 30, lastVacuumAt: 1_772_366_400_500, lastAnalyzeAt: null },
      },
      { name: 'devices', exists: false, statistics: null },
    ],
    ...special,
  },
});
const lines = (of: Snapshot['database']) => databaseFamilies(of).flatMap((family) => family.lines);

describe('the metrics of the database', () => {
  it('are what was read, in base units, and nothing about a table that is missing', () => {
    assert.deepEqual(lines(reading()), [
      'vizora_database_up 1',
      'vizora_database_connections 12',
      'vizora_database_connections_max 97',
      'vizora_database_size_bytes 8000000',
      'vizora_database_longest_transaction_seconds 1.5',
      'vizora_table_live_rows{table="Content"} 70',
      'vizora_table_dead_rows{table="Content"} 30',
      'vizora_table_last_vacuum_timestamp_seconds{table="Content"} 1772366400.5',
    ]);
  });

  it('tell how far a replica is behind, on a replica', () => {
    const replica = reading({ isReplica: true, replicationLagSeconds: 0 });
    assert.ok(lines(replica).includes('vizora_database_replication_lag_seconds 0'));
  });

  it('leave out what our role may not see, rather than showing none', () => {
    const seen = lines(reading({ connections: null, longestTransactionSeconds: null })).join('\n');
    assert.doesNotMatch(seen, /database_connections \d|longest/);
  });

  it('are only that it is down while it cannot be read, and none where none is configured', () => {
    assert.deepEqual(lines({ at: 1, value: null, kind: 'refused', detail: '' }), ['vizora_database_up 0']);
    assert.deepEqual(lines(null), []);
  });

  it('hold the clock of the server against ours', () => {
    assert.deepEqual(clockFamilies(null, 250)[0]?.lines, [
      'vizora_clock_skew_seconds{party="database"} 0.25',
    ]);
    assert.deepEqual(clockFamilies(-1_000, null)[0]?.lines, ['vizora_clock_skew_seconds{party="api"} -1']);
  });
});
