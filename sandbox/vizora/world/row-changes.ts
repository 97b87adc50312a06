import type { WorldRows } from './rows.ts';
import { WORLD_TABLES } from './tables.ts';

type Row = Record<string, unknown>;

/** What was done to one row: a new one, one that is gone, or other values in some columns. */
export interface RowChange {
  readonly table: keyof WorldRows;
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

const byId = (rows: readonly { id: string }[]): Map<string, Row> =>
  new Map(rows.map((row) => [row.id, row as unknown as Row]));

const pick = (row: Row, names: readonly string[]): Row =>
  Object.fromEntries(names.map((name) => [name, row[name]]));
