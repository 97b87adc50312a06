import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '../world/database.ts';
import * as row from '../world/row-defaults.ts';
import { insertRows } from '../world/store-world.ts';
import { breakable, type PlatformFault } from './faults/platform-fault.ts';

export const CHURNED_TABLES = ['devices', 'Content', 'Playlist', 'Schedule', 'DisplayGroup'] as const;
export type ChurnedTable = (typeof CHURNED_TABLES)[number];

const Churn = z.strictObject({
  rows_per_second: z.number().gt(0).max(1_000).default(20),
  tables: z
    .array(z.enum(CHURNED_TABLES))
    .min(1)
    .default([...CHURNED_TABLES]),
});

/** How many rows of churn there are at one time in each table of an organisation; then the oldest goes. */
const POOL = 5;
const STEP_MS = 50;

/** Whom new rows refer to; all of it was there before, is well, and stays as it is. */
interface Neighbours {
  readonly organizationId: string;
  readonly playlistId: string;
  readonly contentId: string;
  readonly displayId: string;
}

/** Rows that come and go at the front of the lists while it is on, each of them healthy. */
export function churn(database: Database, now: () => number): PlatformFault {
  return breakable({
    name: 'churn',
    about: 'Healthy rows come and go at the front of the lists, so that pages shift while they are read.',
    parameters: Churn,
    async break({ rows_per_second, tables }) {
      const neighbours = await neighboursIn(database);
      const places = neighbours.flatMap((near) =>
        tables.map((table) => ({ near, table, ids: [] as string[] })),
      );
      let owed = 0;
      let turn = 0;
      let busy: Promise<void> | null = null;
      const step = async () => {
        owed += (rows_per_second * STEP_MS) / 1_000;
        for (; owed >= 1; owed--) {
          const place = places[turn++ % places.length];
          if (place === undefined) return;
          const gone = place.ids.length >= POOL ? place.ids.shift() : undefined;
          // One comes while another goes, or only one of the two, so that totals move as well.
          if (gone !== undefined) await remove(database, place.table, [gone]);
          if (gone === undefined || turn % 3 !== 0)
            place.ids.push(await add(database, place.table, place.near, turn, now()));
        }
      };
      const timer = setInterval(() => {
        // A database that is away is no reason to end: it goes on when it is back.
        busy ??= step()
          .catch((error: unknown) => console.error('churn:', error))
          .finally(() => {
            busy = null;
          });
      }, STEP_MS);
      return async () => {
        clearInterval(timer);
        await busy;
        for (const { table, ids } of places) await remove(database, table, ids);
      };
    },
  });
}

const neighboursIn = (database: Database): Promise<Neighbours[]> =>
  database.rows<Neighbours>(
    `SELECT o."id" AS "organizationId", i."playlistId", i."contentId",
       (SELECT d."id" FROM devices d WHERE d."organizationId" = o."id" AND d."status" = 'online'
          AND NOT d."isDisabled" ORDER BY d."createdAt" DESC LIMIT 1) AS "displayId"
     FROM organizations o CROSS JOIN LATERAL (
       SELECT i."playlistId", i."contentId" FROM "PlaylistItem" i
       JOIN "Content" c ON c."id" = i."contentId" AND c."status" = 'active' AND c."expiresAt" IS NULL
       WHERE c."organizationId" = o."id" ORDER BY i."createdAt" LIMIT 1) i`,
  );

const remove = (database: Database, table: ChurnedTable, ids: readonly string[]) =>
  database.rows(`DELETE FROM "${table}" WHERE "id" = ANY($1)`, [ids]);

async function add(
  database: Database,
  table: ChurnedTable,
  { organizationId, playlistId, contentId, displayId }: Neighbours,
  number: number,
  now: number,
): Promise<string> {
  const name = `Passing by ${number}`;
  switch (table) {
    case 'devices': {
      const id = randomUUID();
      const given = {
        id,
        organizationId,
        nickname: name,
        location: 'Passage',
        currentPlaylistId: playlistId,
      };
      await insertRows(database, table, [row.deviceRow(now, given)]);
      return id;
    }
    case 'Content':
      return insertOne(database, table, row.contentRow(now, { organizationId, name, thumbnail: THUMBNAIL }));
    case 'Playlist': {
      const playlist = row.playlistRow(now, { organizationId, name });
      const item = row.playlistItemRow(now, { playlistId: playlist.id, contentId });
      await database.transaction(async (within) => {
        await insertRows(within, table, [playlist]);
        await insertRows(within, 'PlaylistItem', [item]);
      });
      return playlist.id;
    }
    case 'Schedule':
      // Before all others, and competing with none of them.
      return insertOne(
        database,
        table,
        row.scheduleRow(now, { organizationId, name, playlistId, displayId, priority: 10_000 + number }),
      );
    case 'DisplayGroup':
      return insertOne(database, table, row.displayGroupRow(now, { organizationId, name }));
  }
}

const THUMBNAIL = 'https://198.51.100.7/thumbnails/passing-by';

async function insertOne(
  database: Database,
  table: ChurnedTable,
  one: { readonly id: string },
): Promise<string> {
  await insertRows(database, table, [one]);
  return one.id;
}
