import { z } from 'zod';
import type { DatabaseActivity } from '../checks/vacuum-hindered.ts';
import { type PostgresOptions, type Query, readPostgres } from './read-postgres.ts';
import { HIDDEN_SESSIONS, LONGEST_TRANSACTION } from './session-columns.ts';
import { type TableStatus, tableStatus } from './table-status.ts';

/** The tables of a database, and what goes on in it. */
export interface TableActivity {
  /** By the clock of the database, in ms since the epoch. */
  readonly at: number;
  readonly tables: readonly TableStatus[];
  readonly activity: DatabaseActivity;
}

/**
 * Reads what must be known before a table is vacuumed, and after.
 *
 * @param tables physical names, looked for in the schema `public`
 * @throws ServerError, SecretError
 */
export function readTableActivity(
  options: PostgresOptions,
  tables: readonly string[],
): Promise<TableActivity> {
  return readPostgres(options, async (query) => ({
    ...(await readActivity(query)),
    tables: await tableStatus(query, tables),
  }));
}

const Row = z.object({
  at: z.number(),
  is_replica: z.boolean(),
  hidden: z.number(),
  longest_seconds: z.number(),
  backups: z.array(z.string()),
  vacuums: z.number(),
});

/** The progress of others is seen by every role, though not what they work on. */
const SQL = `
  SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS at,
         pg_is_in_recovery() AS is_replica,
         ${HIDDEN_SESSIONS},
         ${LONGEST_TRANSACTION},
         coalesce(array_agg(DISTINCT application_name) FILTER (
           WHERE application_name IN ('pg_dump', 'pg_dumpall', 'pg_basebackup')), '{}')
           || CASE WHEN EXISTS (SELECT FROM pg_stat_progress_basebackup) THEN '{base backup}'::text[] ELSE '{}' END
           AS backups,
         (SELECT count(*) FROM pg_stat_progress_vacuum)::float8
           + (SELECT count(*) FROM pg_stat_progress_cluster)::float8 AS vacuums
    FROM pg_stat_activity`;

async function readActivity(query: Query): Promise<Pick<TableActivity, 'at' | 'activity'>> {
  const [row] = await query(Row, SQL);
  if (row === undefined) throw new Error('an aggregate without a row');
  const { at, is_replica, hidden, longest_seconds, backups, vacuums } = row;
  return {
    at,
    activity: {
      isReplica: is_replica,
      hiddenSessions: hidden,
      longestTransactionSeconds: longest_seconds,
      backups,
      vacuums,
    },
  };
}
