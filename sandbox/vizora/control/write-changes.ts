import type { Database } from '../world/database.ts';
import type { RowChange } from '../world/row-changes.ts';
import { insertRows } from '../world/store-world.ts';
import { WORLD_TABLES } from '../world/tables.ts';
import { createWorldEditor } from './world-editor.ts';

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

const moved = (before: RowChange['before'], after: RowChange['after'], now: number): RowChange['after'] =>
  before !== null && after !== null && 'updatedAt' in before
    ? { ...before, updatedAt: new Date(now).toISOString() }
    : before;
