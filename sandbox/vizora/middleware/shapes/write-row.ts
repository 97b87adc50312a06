import type { TableName } from '../../world/tables.ts';
import type { Deps } from '../deps.ts';

const quoted = (name: string): string => `"${name}"`;

/** Changes one row and answers it; `updatedAt` moves. Keys that are undefined are left alone. */
export async function updateRow<T>(table: TableName, id: string, changes: object, deps: Deps): Promise<T> {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const row = { ...Object.fromEntries(given), updatedAt: new Date(deps.now()).toISOString() };
  const columns = Object.keys(row).map(quoted);
  const [updated] = await deps.database.rows<T>(
    `UPDATE "${table}" t SET ${columns.map((column) => `${column} = r.${column}`).join(', ')}
     FROM json_populate_record(null::"${table}", $1::json) r WHERE t."id" = $2 RETURNING t.*`,
    [JSON.stringify(row), id],
  );
  if (updated === undefined) throw new Error(`there is no ${table} ${id}`);
  return updated;
}

export async function insertRow<T extends object>(table: TableName, row: T, { database }: Deps): Promise<T> {
  const columns = Object.keys(row).map(quoted).join(', ');
  const [inserted] = await database.rows<T>(
    `INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM json_populate_record(null::"${table}", $1::json)
     RETURNING *`,
    [JSON.stringify(row)],
  );
  return inserted ?? row;
}

export const deleteRow = async (table: TableName, id: string, { database }: Deps): Promise<void> => {
  await database.rows(`DELETE FROM "${table}" WHERE "id" = $1`, [id]);
};
