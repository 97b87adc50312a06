import { z } from 'zod';
import { playlistItemRow, playlistRow } from '../../world/row-defaults.ts';
import type { PlaylistRow } from '../../world/rows.ts';
import type { Deps } from '../deps.ts';
import { dto, looseBoolean, looseInteger, requiredText, text } from '../dto.ts';
import { type PageQuery, pageOf, pageQuery } from '../page.ts';
import { ADMINS, defineRoute, EDITORS } from '../route.ts';
import { listRows } from '../shapes/list-rows.ts';
import { playlistDetail, playlistListItems } from '../shapes/playlist-shape.ts';
import { ownRow } from '../shapes/rows.ts';
import { deleteRow, insertRow, updateRow } from '../shapes/write-row.ts';

const list = defineRoute<PageQuery>({
  method: 'get',
  path: '/api/v1/playlists',
  access: 'session',
  query: (strict) => pageQuery(strict, {}) as unknown as z.ZodType<PageQuery>,
  async handle({ organizationId, query, deps }) {
    const { rows, total } = await listRows<PlaylistRow>('Playlist', organizationId, query, deps);
    return pageOf(await playlistListItems(rows, deps), total, query, deps.strict);
  },
});

const detail = defineRoute({
  method: 'get',
  path: '/api/v1/playlists/:id',
  access: 'session',
  id: 'any',
  handle: async ({ id, organizationId, deps }) =>
    playlistDetail(await ownRow('Playlist', id, organizationId, deps), deps),
});

const Item = z.strictObject({
  contentId: z.string(),
  order: looseInteger(0).optional(),
  duration: looseInteger(1).nullish(),
});
type Item = z.infer<typeof Item>;

interface Body {
  name?: string | undefined;
  description?: string | null | undefined;
  loop?: boolean | undefined;
  isDefault?: boolean | undefined;
  items?: Item[] | undefined;
}

const shape = (strict: Parameters<typeof looseBoolean>[0]) => ({
  name: requiredText().optional(),
  description: text(2_000).nullish(),
  loop: looseBoolean(strict).optional(),
  isDefault: looseBoolean(strict).optional(),
  items: z.array(Item).optional(),
});

const create = defineRoute<unknown, Body & { name: string }>({
  method: 'post',
  path: '/api/v1/playlists',
  access: EDITORS,
  body: (strict) =>
    dto(strict, { ...shape(strict), name: requiredText() }) as unknown as z.ZodType<Body & { name: string }>,
  async handle({ organizationId, body: { items = [], name, ...body }, deps }) {
    const row = await insertRow(
      'Playlist',
      playlistRow(deps.now(), { organizationId, name, ...defined(body) }),
      deps,
    );
    await addItems(row.id, items, organizationId, deps);
    return playlistDetail(row, deps);
  },
});

const patch = defineRoute<unknown, Body>({
  method: 'patch',
  path: '/api/v1/playlists/:id',
  access: EDITORS,
  id: 'any',
  body: (strict) => dto(strict, shape(strict)) as unknown as z.ZodType<Body>,
  async handle({ id, organizationId, body: { items, ...body }, deps }) {
    await ownRow('Playlist', id, organizationId, deps);
    if (items !== undefined) {
      await deps.database.rows('DELETE FROM "PlaylistItem" WHERE "playlistId" = $1', [id]);
      await addItems(id, items, organizationId, deps);
    }
    return playlistDetail(await updateRow<PlaylistRow>('Playlist', id, body, deps), deps);
  },
});

const addItem = defineRoute<unknown, Item>({
  method: 'post',
  path: '/api/v1/playlists/:id/items',
  access: EDITORS,
  id: 'any',
  body: () => Item,
  async handle({ id, organizationId, body, deps }) {
    await ownRow('Playlist', id, organizationId, deps);
    const [row] = await addItems(id, [body], organizationId, deps);
    return row;
  },
});

async function addItems(playlistId: string, items: readonly Item[], organizationId: string, deps: Deps) {
  const [last] = await deps.database.rows<{ next: number }>(
    'SELECT coalesce(max("order") + 1, 0) AS next FROM "PlaylistItem" WHERE "playlistId" = $1',
    [playlistId],
  );
  const rows = [];
  for (const [i, { contentId, order, duration }] of items.entries()) {
    await ownRow('Content', contentId, organizationId, deps);
    const row = playlistItemRow(deps.now(), {
      playlistId,
      contentId,
      order: order ?? (last?.next ?? 0) + i,
      duration: duration ?? 10,
    });
    rows.push(await insertRow('PlaylistItem', row, deps));
  }
  return rows;
}

const defined = (body: object) =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));

const remove = defineRoute({
  method: 'delete',
  path: '/api/v1/playlists/:id',
  access: ADMINS,
  id: 'any',
  async handle({ id, organizationId, deps }) {
    const row = await ownRow('Playlist', id, organizationId, deps);
    await deleteRow('Playlist', id, deps);
    return row;
  },
});

export const PLAYLIST_ROUTES = [list, detail, create, patch, addItem, remove];
