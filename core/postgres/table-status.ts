import { z } from 'zod';
import type { Query } from './read-postgres.ts';

/** What PostgreSQL counts about a table; times are of its own clock, in ms since the epoch, null for never. */
export interface TableStatistics {
  readonly liveRows: number;
  readonly deadRows: number;
  /** By hand or by itself, whichever was later. */
  readonly lastVacuumAt: number | null;
  readonly lastAnalyzeAt: number | null;
}

/** One table that is looked for in the schema `public`. */
export interface TableStatus {
  readonly name: string;
  readonly exists: boolean;
  /** Null where nothing is counted: on a replica, in a table of partitions, or with `track_counts` off. */
  readonly statistics: TableStatistics | null;
}

const Row = z
  .object({
    name: z.string(),
    exists: z.boolean(),
    is_counted: z.boolean(),
    live_rows: z.number().nullable(),
    dead_rows: z.number().nullable(),
    last_vacuum: z.number().nullable(),
    last_analyze: z.number().nullable(),
  })
  .transform(({ name, exists, is_counted, live_rows, dead_rows, last_vacuum, last_analyze }): TableStatus => {
    const counted = is_counted && live_rows !== null && dead_rows !== null;
    const statistics = counted
      ? { liveRows: live_rows, deadRows: dead_rows, lastVacuumAt: last_vacuum, lastAnalyzeAt: last_analyze }
      : null;
    return { name, exists, statistics };
  });

/** The catalogue says which tables there are, whatever the role may read of them. */
const SQL = `
  SELECT wanted.name,
         found.oid IS NOT NULL AS exists,
         NOT pg_is_in_recovery() AND current_setting('track_counts')::boolean AS is_counted,
         counted.n_live_tup::float8 AS live_rows,
         counted.n_dead_tup::float8 AS dead_rows,
         extract(epoch FROM greatest(counted.last_vacuum, counted.last_autovacuum))::float8 * 1000 AS last_vacuum,
         extract(epoch FROM greatest(counted.last_analyze, counted.last_autoanalyze))::float8 * 1000 AS last_analyze
    FROM unnest($1::text[]) WITH ORDINALITY AS wanted (name, place)
    LEFT JOIN pg_namespace AS schema ON schema.nspname = 'public'
    LEFT JOIN pg_class AS found
           ON found.relnamespace = schema.oid AND found.relname = wanted.name AND found.relkind IN ('r', 'p')
    LEFT JOIN pg_stat_user_tables AS counted ON counted.relid = found.oid AND found.relkind = 'r'
   ORDER BY wanted.place`;

/** Looks for each of these tables, and at what is counted about it. */
export const tableStatus = (query: Query, tables: readonly string[]): Promise<TableStatus[]> =>
  query(Row, SQL, [tables]);
