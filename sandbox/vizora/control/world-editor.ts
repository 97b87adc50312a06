import type { Database } from '../world/database.ts';
import { hashPassword } from '../world/password.ts';
import * as row from '../world/row-defaults.ts';
import { columnList } from '../world/store-world.ts';
import { belongsToSlug, type TableName } from '../world/tables.ts';

type Row = Record<string, unknown>;

export interface WorldEditor {
  list(table: TableName, org: string | null): Promise<Row[]>;
  get(table: TableName, id: string): Promise<Row | null>;
  /** Fills in what is not given; `org` (a slug) may stand for `organizationId`, `password` for its hash. */
  insert(table: TableName, given: Row): Promise<Row>;
  /** Changes what is given and nothing else, `updatedAt` included. */
  update(table: TableName, id: string, given: Row): Promise<Row | null>;
  remove(table: TableName, id: string): Promise<void>;
}

export function createWorldEditor(database: Pick<Database, 'rows'>, now: () => number): WorldEditor {
  const one = async (sql: string, parameters: readonly unknown[]) =>
    (await database.rows<Row>(sql, parameters))[0] ?? null;
  const idOf = async (sql: string, parameters: readonly unknown[]) => (await one(sql, parameters))?.['id'];

  return {
    list: (table, org) =>
      org === null
        ? database.rows(`SELECT * FROM "${table}" t`)
        : database.rows(`SELECT * FROM "${table}" t WHERE ${belongsToSlug(table)}`, [org]),
    get: (table, id) => one(`SELECT * FROM "${table}" WHERE "id" = $1`, [id]),
    async insert(table, { org, ...given }) {
      const organizationId =
        org === undefined
          ? {}
          : { organizationId: await idOf('SELECT "id" FROM organizations WHERE "slug" = $1', [org]) };
      const wanted = withHash({ ...organizationId, ...given });
      const complete: Row = { ...(await filledIn(table, wanted)) };
      const columns = columnList(Object.keys(complete));
      const inserted = await one(
        `INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM json_populate_record(null::"${table}", $1::json)
         RETURNING *`,
        [JSON.stringify(complete)],
      );
      return inserted ?? complete;
    },
    async update(table, id, given) {
      const wanted = withHash(given);
      const columns = Object.keys(wanted).map((name) => columnList([name]));
      if (columns.length === 0) return one(`SELECT * FROM "${table}" WHERE "id" = $1`, [id]);
      return one(
        `UPDATE "${table}" t SET ${columns.map((column) => `${column} = r.${column}`).join(', ')}
         FROM json_populate_record(null::"${table}", $1::json) r WHERE t."id" = $2 RETURNING t.*`,
        [JSON.stringify(wanted), id],
      );
    },
    async remove(table, id) {
      await database.rows(`DELETE FROM "${table}" WHERE "id" = $1`, [id]);
    },
  };

  async function filledIn(table: TableName, given: Row): Promise<object> {
    const at = now();
    switch (table) {
      case 'organizations':
        return row.organizationRow(at, given);
      case 'users':
        return row.userRow(at, given as Parameters<typeof row.userRow>[1]);
      case 'devices':
        return row.deviceRow(at, given as Parameters<typeof row.deviceRow>[1]);
      case 'Content':
        return row.contentRow(at, given as Parameters<typeof row.contentRow>[1]);
      case 'Playlist':
        return row.playlistRow(at, given as Parameters<typeof row.playlistRow>[1]);
      case 'DisplayGroup':
        return row.displayGroupRow(at, given as Parameters<typeof row.displayGroupRow>[1]);
      case 'PlaylistItem':
        return row.playlistItemRow(at, given as Parameters<typeof row.playlistItemRow>[1]);
      case 'DisplayGroupMember':
        return row.displayGroupMemberRow(at, given as Parameters<typeof row.displayGroupMemberRow>[1]);
      case 'Schedule':
        return row.scheduleRow(at, { ...(await firstTargets(given)), ...given } as Parameters<
          typeof row.scheduleRow
        >[1]);
      default:
        return given;
    }
  }

  /** A schedule that names no playlist or no target gets the oldest of its organisation. */
  async function firstTargets(given: Row): Promise<Row> {
    const oldest = (table: TableName) =>
      idOf(`SELECT "id" FROM "${table}" WHERE "organizationId" = $1 ORDER BY "createdAt" LIMIT 1`, [
        given['organizationId'],
      ]);
    const hasTarget = given['displayId'] !== undefined || given['displayGroupId'] !== undefined;
    return {
      ...(given['playlistId'] === undefined ? { playlistId: await oldest('Playlist') } : {}),
      ...(hasTarget ? {} : { displayId: await oldest('devices') }),
    };
  }
}

function withHash({ password, ...rest }: Row): Row {
  return typeof password === 'string' ? { ...rest, passwordHash: hashPassword(password) } : rest;
}
