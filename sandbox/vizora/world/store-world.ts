import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MadeFault } from './apply-fault.ts';
import { buildWorld } from './build-world.ts';
import { DATABASE_NAME, type Database, type DatabasePlace, openDatabase } from './database.ts';
import type { WorldSpec } from './spec.ts';
import { type TableName, WORLD_TABLES } from './tables.ts';

const BATCH = 5_000;

/**
 * Makes sure that the database exists and holds a world; one that is there already is left as it is.
 *
 * @returns the faults in a world that was made now, else null
 */
export async function ensureWorld(
  place: Omit<DatabasePlace, 'database'>,
  spec: WorldSpec,
): Promise<readonly MadeFault[] | null> {
  const server = openDatabase({ ...place, database: 'postgres' });
  try {
    const found = await server.rows('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE_NAME]);
    if (found.length === 0) await server.rows(`CREATE DATABASE ${DATABASE_NAME}`);
  } finally {
    await server.close();
  }
  // What the builder made refers to nothing that is missing: looking each reference up again costs half the time.
  const settings = ['session_replication_role=replica'];
  const database = openDatabase({ ...place, database: DATABASE_NAME, settings });
  try {
    // The last statement of a first start, so that one that was cut short is begun anew.
    const done = await database.rows(`SELECT 1 FROM pg_class WHERE relname = 'sandbox_world_complete'`);
    if (done.length > 0) return null;
    await database.rows('DROP SCHEMA public CASCADE');
    await database.rows('CREATE SCHEMA public');
    await database.rows(readFileSync(join(import.meta.dirname, 'schema.sql'), 'utf8'));
    const { rows, faults } = buildWorld(spec, Date.now());
    for (const table of WORLD_TABLES) await insertRows(database, table, rows[table]);
    await database.rows('CREATE VIEW sandbox_world_complete AS SELECT true AS complete');
    await database.rows('ANALYZE');
    return faults;
  } finally {
    await database.close();
  }
}

/** Inserts rows that all have the same keys; PostgreSQL itself reads them from JSON, whatever their types. */
export async function insertRows(
  database: Pick<Database, 'rows'>,
  table: TableName,
  rows: readonly object[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += BATCH) {
    const batch = rows.slice(start, start + BATCH);
    const columns = columnList(Object.keys(batch[0] ?? {}));
    await database.rows(
      `INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM json_populate_recordset(null::"${table}", $1::json)`,
      [JSON.stringify(batch)],
    );
  }
}

export const columnList = (names: readonly string[]): string =>
  names.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ');
