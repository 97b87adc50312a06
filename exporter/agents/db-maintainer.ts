import { backupShrunk } from '../../core/checks/backup-shrunk.ts';
import { backupStale } from '../../core/checks/backup-stale.ts';
import { connectionsHigh } from '../../core/checks/connections-high.ts';
import { logOversized } from '../../core/checks/log-oversized.ts';
import { redisMemoryHigh } from '../../core/checks/redis-memory-high.ts';
import { tableMissing } from '../../core/checks/table-missing.ts';
import { vacuumOverdue } from '../../core/checks/vacuum-overdue.ts';
import type { IncidentType } from '../../core/incidents.ts';
import { PLATFORM, type Target } from '../../core/target.ts';
import { unknown } from '../../core/verdict.ts';
import {
  covered,
  defineAgent,
  judge,
  type Moment,
  notCovered,
  type Snapshot,
  type Statement,
} from '../agent.ts';

/** Finds what PostgreSQL, Redis, logs and backups need to have done to them. */
export const dbMaintainer = defineAgent({
  name: 'db-maintainer',
  needs: ['database', 'redis', 'logs', 'backups'],
  raises: [
    'vacuum_overdue',
    'table_missing',
    'backup_stale',
    'backup_shrunk',
    'redis_memory_high',
    'log_oversized',
    'connections_high',
  ],
  *inspect({ database, redis, logs, backups }, moment) {
    yield* database === null ? nothingToLookAt(OF_DATABASE) : inspectDatabase(database, moment);
    yield* redis === null ? nothingToLookAt(['redis_memory_high']) : inspectRedis(redis, moment);
    yield* inspectLogs(logs, moment);
    yield* backups === null ? nothingToLookAt(OF_BACKUPS) : inspectBackups(backups, moment);
  },
});

type Read<S extends 'database' | 'redis' | 'backups'> = NonNullable<Snapshot[S]>;

const target = (kind: Target['kind'], id: string): Target => ({ kind, id, org: PLATFORM, name: id });

const OF_TABLES = ['vacuum_overdue', 'table_missing'] as const;
const OF_DATABASE = ['connections_high', ...OF_TABLES] as const;
const OF_BACKUPS = ['backup_stale', 'backup_shrunk'] as const;

/** What is no longer configured is no target any more: an incident of it would stay open for ever. */
function* nothingToLookAt(checks: readonly IncidentType[]): Iterable<Statement> {
  for (const incident of checks) yield covered(incident, PLATFORM);
}

function* inspectDatabase(reading: Read<'database'>, { now, checks }: Moment): Iterable<Statement> {
  const dependency = target('dependency', 'database');
  yield covered('connections_high', PLATFORM);
  if (reading.value === null) {
    yield judge('connections_high', dependency, unknown(gapOf(reading), reading.detail));
    for (const incident of OF_TABLES) yield notCovered(incident, PLATFORM, gapOf(reading), reading.detail);
    return;
  }
  const { tables, clockSkewMs } = reading.value;
  yield judge('connections_high', dependency, connectionsHigh(reading.value, checks.connections_high.ratio));
  for (const incident of OF_TABLES) yield covered(incident, PLATFORM);
  const existing = new Set(tables.flatMap(({ name, exists }) => (exists ? [name] : [])));
  for (const { name, statistics } of tables) {
    const table = target('table', name);
    yield judge('table_missing', table, tableMissing(name, existing));
    if (!existing.has(name)) continue;
    yield judge('vacuum_overdue', table, vacuumOverdue(statistics, checks.vacuum_overdue, now - clockSkewMs));
  }
}

/** Without a limit there is nothing to be judged; what an earlier limit had raised is then gone. */
function* inspectRedis(reading: Read<'redis'>, { checks }: Moment): Iterable<Statement> {
  const dependency = target('dependency', 'redis');
  yield covered('redis_memory_high', PLATFORM);
  if (reading.value === null) {
    yield judge('redis_memory_high', dependency, unknown(gapOf(reading), reading.detail));
  } else if (reading.value.memoryMaxBytes !== null) {
    const finding = redisMemoryHigh(reading.value, checks.redis_memory_high.ratio);
    yield judge('redis_memory_high', dependency, finding);
  }
}

/** A server that is there and does not let us look is not down. */
function gapOf({ kind }: { readonly kind: string }) {
  return kind === 'refused' || kind === 'timeout' ? 'source_down' : 'not_readable';
}

function* inspectLogs(reading: Snapshot['logs'], { checks }: Moment): Iterable<Statement> {
  if (reading.value === null) {
    yield notCovered('log_oversized', PLATFORM, 'source_down', reading.detail);
    return;
  }
  yield covered('log_oversized', PLATFORM);
  for (const logs of reading.value) {
    const finding = logOversized(logs, checks.log_oversized.bytes);
    yield judge('log_oversized', target('process', logs.app), finding);
  }
}

function* inspectBackups(places: Read<'backups'>, { now, checks }: Moment): Iterable<Statement> {
  for (const incident of OF_BACKUPS) yield covered(incident, PLATFORM);
  for (const { place, reading } of places) {
    const backup = target('backup', place);
    if (reading.value === null) {
      for (const incident of OF_BACKUPS)
        yield judge(incident, backup, unknown('not_readable', reading.detail));
      continue;
    }
    yield judge('backup_stale', backup, backupStale(reading.value, checks.backup_stale.after, now));
    yield judge('backup_shrunk', backup, backupShrunk(reading.value, checks.backup_shrunk.ratio, now));
  }
}
