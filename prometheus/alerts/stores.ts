import type { Durations } from '../durations.ts';
import { guarded, lastWord } from '../guarded.ts';
import type { RuleGroup } from '../rule.ts';

/** What dashboards show of PostgreSQL, Redis, disks, backups and certificates; what is told of them are incidents. */
export const stores = (durations: Durations): RuleGroup => ({
  name: 'platform-stores',
  interval: durations.evaluation_interval,
  rules: [
    {
      record: 'platform:database_connections:ratio',
      expr: 'max(vizora_database_connections) / max(vizora_database_connections_max)',
    },
    {
      record: 'platform:redis_memory:ratio',
      expr: 'max(vizora_redis_memory_used_bytes) / (max(vizora_redis_memory_max_bytes) > 0)',
    },
    {
      record: 'platform:redis_evicted_keys:rate10m',
      expr: 'sum(rate(vizora_redis_evicted_keys_total[10m]))',
    },
    {
      record: 'table:dead_rows:ratio',
      expr: 'max by (table) (vizora_table_dead_rows) / (max by (table) (vizora_table_dead_rows + vizora_table_live_rows) > 0)',
    },
    {
      record: 'folder:disk_used:ratio',
      expr: '1 - max by (folder) (vizora_disk_available_bytes) / (max by (folder) (vizora_disk_total_bytes) > 0)',
    },
    {
      record: 'place:backup_age:seconds',
      expr: `time() - (${guarded('vizora_backup_timestamp_seconds', ['place'])})`,
    },
    {
      // Its end is a date that is known: there is nothing to predict.
      record: 'target:certificate_left:seconds',
      expr: `(${lastWord('vizora_probe_tls_earliest_cert_expiry_timestamp_seconds', ['target'])}) - time()`,
    },
  ],
});
