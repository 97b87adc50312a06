import type { Deps } from '../deps.ts';
import { type PageQuery, slice } from '../page.ts';
import type { OwnedTable } from './rows.ts';

/** One page of the caller's rows, and how many there are in all. */
export async function listRows<T>(
  table: OwnedTable,
  organizationId: string,
  query: PageQuery,
  deps: Deps,
  filter: { sql: string; parameters: readonly unknown[] } = { sql: 'true', parameters: [] },
): Promise<{ rows: T[]; total: number }> {
  const where = `"organizationId" = $1 AND ${filter.sql}`;
  const parameters = [organizationId, ...filter.parameters];
  const rows = await deps.database.rows<T>(
    `SELECT * FROM "${table}" WHERE ${where} ORDER BY ${orderOf(table, deps)} ${slice(query)}`,
    parameters,
  );
  const [count] = await deps.database.rows<{ total: number }>(
    `SELECT count(*) AS total FROM "${table}" WHERE ${where}`,
    parameters,
  );
  return { rows, total: count?.total ?? 0 };
}

/** No tie-break, as on the platform: rows of one ms come as PostgreSQL finds them. */
function orderOf(table: OwnedTable, { strict }: Deps): string {
  const newest = strict('newest_first') ? '"createdAt" DESC' : '"createdAt"';
  return table === 'Schedule' && strict('priority_first') ? `"priority" DESC, ${newest}` : newest;
}
