import { DatabaseSync } from 'node:sqlite';
import type { Store } from './store.ts';

/** What gates write while they ask, and what must not outlast a question that was only tried out. */
const WRITTEN_BY_GATES = ['leases', 'restart_counts'] as const;

/**
 * The same store for a question that is only tried out: a connection with which SQLite itself lets nothing be changed.
 * What gates note while they ask goes into copies in memory, which end with it.
 *
 * @throws Error when the file cannot be read
 */
export function openTrialStore(file: string): Store {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    db.exec('PRAGMA temp_store = MEMORY');
    for (const table of WRITTEN_BY_GATES) copyToMemory(db, table);
  } catch (error) {
    db.close();
    throw error;
  }
  return {
    db,
    file,
    transaction: (work) => work(),
    durability: () => ({ journalMode: 'memory', synchronous: 0 }),
    close: () => db.close(),
  };
}

/** A temporary table comes before the one of the same name in the file, for reading and for writing. */
function copyToMemory(db: DatabaseSync, table: (typeof WRITTEN_BY_GATES)[number]): void {
  const made = db.prepare('SELECT sql FROM main.sqlite_schema WHERE name = ?').get(table)?.['sql'];
  db.exec(String(made).replace(/^CREATE TABLE/, 'CREATE TEMP TABLE'));
  db.exec(`INSERT INTO temp.${table} SELECT * FROM main.${table}`);
}
