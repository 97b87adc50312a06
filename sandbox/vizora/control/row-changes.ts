import type { Database } from '../world/database.ts';
import type { WorldRows } from '../world/rows.ts';
import { insertRows } from '../world/store-world.ts';
import { WORLD_TABLES } from '../world/tables.ts';
import { createWorldEditor } from './world-editor.ts';

type Row = Record<string, unknown>;
type Table = keyof WorldRows;

/** What was done to one row: a new one, one that is gone, or other values in some columns. */
export interface RowChange {
  readonly table: Table;
  readonly id: string;
  /** Only the columns that differ, or the whole row; null where there was or is none. */
  readonly before: Row | null;
  readonly after: Row | null;
}

export function changesBetween(before: WorldRows, after: WorldRows): RowChange[] {
  return WORLD_TABLES.flatMap((table) => {
    const old = byId(before[table]);
    const fresh = byId(after[table]);
    return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((id): RowChange[] => {
      const [was, is] = [old.get(id) ?? null, fresh.get(id) ?? null];
      if (was === null || is === null) return [{ table, id, before: was, after: is }];
      const columns = Object.keys(is).filter(
        (name) => JSON.stringify(is[name]) !== JSON.stringify(was[name]),
      );
      return columns.length === 0
        ? []
        : [{ table, id, before: pick(was, columns), after: pick(is, columns) }];
    });
  });
}

/** Writes what a fault did, all of it or nothing, whatever the foreign keys say to it. */
export const writeChanges = (database: Database, changes: readonly RowChange[]): Promise<void> =>
  database.transaction(async (within) => {
    await within.rows('SET LOCAL session_replication_role = replica');
    await write(within, changes);
  });

/**
 * Puts back what was there before, and nothing else: what others changed in the same rows stays as they left it.
 * It is a change like any other, so that `updatedAt` moves on instead of back.
 */
export const undoChanges = (database: Database, changes: readonly RowChange[], now: number): Promise<void> =>
  database.transaction((within) =>
    write(
      within,
      changes.map(({ table, id, before, after }) => ({
        table,
        id,
        before: after,
        after: moved(before, after, now),
      })),
    ),
  );

async function write(database: Pick<Database, 'rows'>, changes: readonly RowChange[]): Promise<void> {
  const editor = createWorldEditor(database, Date.now);
  // What refers to others goes before them and comes after them.
  for (const table of WORLD_TABLES.toReversed()) {
    for (const { id } of changes.filter((it) => it.table === table && it.after === null)) {
      await editor.remove(table, id);
    }
  }
  for (const table of WORLD_TABLES) {
    const own = changes.filter((it) => it.table === table);
    const added = own.flatMap(({ before, after }) => (before === null && after !== null ? [after] : []));
    await insertRows(database, table, added);
    for (const { id, before, after } of own) {
      if (before !== null && after !== null) await editor.update(table, id, after);
    }
  }
}

const moved = (before: Row | null, after: Row | null, now: number): Row | null =>
  before !== null && after !== null && 'updatedAt' in before
    ? { ...before, updatedAt: new Date(now).toISOString() }
    : before;

const byId = (rows: readonly { id: string }[]): Map<string, Row> =>
  new Map(rows.map((row) => [row.id, row as unknown as Row]));

const pick = (row: Row, names: readonly string[]): Row =>
  Object.fromEntries(names.map((name) => [name, row[name]]));
