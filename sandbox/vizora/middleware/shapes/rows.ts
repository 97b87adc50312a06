import type { Strict } from '../../strictness.ts';
import type { ContentRow, DeviceRow, PlaylistRow, ScheduleRow } from '../../world/rows.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../http-error.ts';

export type OwnedTable = 'devices' | 'Content' | 'Playlist' | 'Schedule' | 'DisplayGroup';

interface OwnedRows {
  devices: DeviceRow;
  Content: ContentRow;
  Playlist: PlaylistRow;
  Schedule: ScheduleRow;
  DisplayGroup: { id: string; name: string; organizationId: string };
}

/** What refusals call a row of the table. */
const WORD: Record<OwnedTable, string> = {
  devices: 'Display',
  Content: 'Content',
  Playlist: 'Playlist',
  Schedule: 'Schedule',
  DisplayGroup: 'Display group',
};

/** The condition that makes another organisation's rows invisible; `$1` is the caller's. */
const ownRows = (strict: Strict): string =>
  strict('tenants_404') ? '"organizationId" = $1' : '($1::text IS NOT NULL)';

/** One row of the caller's organisation. @throws HttpError 404 when there is none, or when it is another's */
export async function ownRow<Table extends OwnedTable>(
  table: Table,
  id: string,
  organizationId: string,
  { database, strict }: Deps,
): Promise<OwnedRows[Table]> {
  const [row] = await database.rows<OwnedRows[Table]>(
    `SELECT * FROM "${table}" WHERE ${ownRows(strict)} AND "id" = $2`,
    [organizationId, id],
  );
  if (row === undefined) throw notFound(strict('unknown_id_404') ? WORD[table] : 'Something');
  return row;
}

/** Rows by a reference, as `reference -> rows`. */
export async function rowsBy<T>(
  deps: Deps,
  table: string,
  column: string,
  values: readonly (string | null)[],
  order = '"id"',
): Promise<Map<string, T[]>> {
  const wanted = [...new Set(values.filter((value) => value !== null))];
  const grouped = new Map<string, T[]>();
  if (wanted.length === 0) return grouped;
  const rows = await deps.database.rows<T>(
    `SELECT * FROM "${table}" WHERE "${column}" = ANY($1) ORDER BY ${order}`,
    [wanted],
  );
  for (const row of rows) {
    const key = String((row as Record<string, unknown>)[column]);
    grouped.set(key, [...(grouped.get(key) ?? []), row]);
  }
  return grouped;
}

/** How many rows refer to each value. */
export async function countsBy(
  deps: Deps,
  table: string,
  column: string,
  values: readonly string[],
): Promise<Map<string, number>> {
  const rows = await deps.database.rows<{ key: string; count: number }>(
    `SELECT "${column}" AS key, count(*) AS count FROM "${table}" WHERE "${column}" = ANY($1) GROUP BY 1`,
    [values],
  );
  return new Map(rows.map(({ key, count }) => [key, count]));
}

export const pick = <T extends object, K extends keyof T>(row: T, keys: readonly K[]): Pick<T, K> =>
  Object.fromEntries(keys.map((key) => [key, row[key]])) as Pick<T, K>;
