import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { ServerError } from '../server-error.ts';
import { type PostgresOptions, type Query, readPostgres } from './read-postgres.ts';
import { HIDDEN_SESSIONS, LONGEST_TRANSACTION } from './session-columns.ts';
import { type TableStatus, tableStatus } from './table-status.ts';

/** The database of one connection string, and the server that it lies on. What our role may not see is null. */
export interface DatabaseStatus {
  /** As in 15.18. */
  readonly version: string;
  readonly sizeBytes: number;
  /** Of clients, to all databases of the server. */
  readonly connections: number | null;
  /** What ordinary roles may have of them. */
  readonly connectionsMax: number;
  /** Of the oldest open transaction in this database, in seconds; 0 where there is none. */
  readonly longestTransactionSeconds: number | null;
  readonly isReplica: boolean;
  /** How far a replica is behind; null on a primary, and where it is not known. */
  readonly replicationLagSeconds: number | null;
  /** Our clock minus that of the server. */
  readonly clockSkewMs: number;
  readonly tables: readonly TableStatus[];
}

/**
 * Reads how the database is.
 *
 * @param tables physical names, looked for in the schema `public`
 * @throws ServerError, SecretError
 */
export function readDatabase(
  options: PostgresOptions & { readonly clock: Clock },
  tables: readonly string[],
): Promise<DatabaseStatus> {
  return readPostgres(options, async (query) => ({
    clockSkewMs: await clockSkew(query, options.clock),
    ...(await serverStatus(query)),
    ...(await sessionStatus(query)),
    tables: await tableStatus(query, tables),
  }));
}

/** The server reads its clock halfway between question and answer, as far as can be told. */
async function clockSkew(query: Query, clock: Clock): Promise<number> {
  const before = clock.now();
  const row = z.object({ now: z.number() });
  const sql = 'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS now';
  const { now } = only(await query(row, sql));
  return (before + clock.now()) / 2 - now;
}

const ServerRow = z
  .object({
    version: z.string(),
    connections_max: z.number(),
    size_bytes: z.number(),
    is_replica: z.boolean(),
    lag_seconds: z.number().nullable(),
  })
  .transform(({ version, connections_max, size_bytes, is_replica, lag_seconds }) => ({
    version,
    sizeBytes: size_bytes,
    connectionsMax: connections_max,
    isReplica: is_replica,
    replicationLagSeconds: lag_seconds,
  }));

/** A replica that has replayed all it received is only as far as its sender, if it still has one. */
const SERVER_SQL = `
  SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
         current_setting('max_connections')::int
           - current_setting('superuser_reserved_connections')::int
           - coalesce(current_setting('reserved_connections', true)::int, 0) AS connections_max,
         pg_database_size(current_database())::float8 AS size_bytes,
         pg_is_in_recovery() AS is_replica,
         CASE WHEN NOT pg_is_in_recovery() THEN NULL
              WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()
               AND EXISTS (SELECT FROM pg_stat_wal_receiver) THEN 0
              ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float8
          END AS lag_seconds`;

const serverStatus = async (query: Query) => only(await query(ServerRow, SERVER_SQL));

const SessionRow = z
  .object({
    connections: z.number(),
    hidden: z.number(),
    longest_seconds: z.number(),
  })
  .transform(({ connections, hidden, longest_seconds }) => ({
    connections: hidden === 0 ? connections : null,
    longestTransactionSeconds: hidden === 0 ? longest_seconds : null,
  }));

const SESSION_SQL = `
  SELECT count(*) FILTER (WHERE backend_type = 'client backend')::float8 AS connections,
         ${HIDDEN_SESSIONS},
         ${LONGEST_TRANSACTION}
    FROM pg_stat_activity`;

const sessionStatus = async (query: Query) => only(await query(SessionRow, SESSION_SQL));

function only<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new ServerError('unexpected', 'no row where one must be');
  return row;
}
