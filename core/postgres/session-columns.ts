/**
 * Columns of a query of `pg_stat_activity`. Of the sessions of others a role without pg_monitor sees that they are there,
 * and not what they are: clients of a database, with a user of their own.
 */
export const HIDDEN_SESSIONS =
  'count(*) FILTER (WHERE backend_type IS NULL AND usesysid IS NOT NULL AND datid IS NOT NULL)::float8 AS hidden';

/** For how long the oldest transaction in this database has been open, our own aside; 0 without any. */
export const LONGEST_TRANSACTION = `
  coalesce(
    extract(epoch FROM max(clock_timestamp() - xact_start) FILTER (
      WHERE backend_type = 'client backend'
        AND datname = current_database()
        AND pid <> pg_backend_pid()))::float8,
    0) AS longest_seconds`;
