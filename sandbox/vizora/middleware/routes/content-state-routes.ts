import { z } from 'zod';
import type { ContentRow } from '../../world/rows.ts';
import type { Deps } from '../deps.ts';
import { dto, isoDate, text } from '../dto.ts';
import { refusal } from '../http-error.ts';
import { ADMINS, defineRoute, EDITORS } from '../route.ts';
import { ownRow } from '../shapes/rows.ts';
import { updateRow } from '../shapes/write-row.ts';

/** Works from every status, and again on what is archived already; playlists keep the item. */
const archive = defineRoute({
  method: 'post',
  path: '/api/v1/content/:id/archive',
  access: EDITORS,
  id: 'any',
  async handle({ id, organizationId, deps }) {
    const before = await ownRow('Content', id, organizationId, deps);
    if (before.status === 'archived' && !deps.strict('archive_idempotent')) {
      throw refusal(409, 'Content is already archived');
    }
    if (!deps.strict('archive_keeps_playlist_items')) {
      await deps.database.rows('DELETE FROM "PlaylistItem" WHERE "contentId" = $1', [id]);
    }
    return updateRow<ContentRow>('Content', id, { status: 'archived' }, deps);
  },
});

const restore = defineRoute({
  method: 'post',
  path: '/api/v1/content/:id/restore',
  access: EDITORS,
  status: 200,
  id: 'any',
  async handle({ id, organizationId, deps }) {
    await ownRow('Content', id, organizationId, deps);
    return updateRow<ContentRow>('Content', id, { status: 'active' }, deps);
  },
});

interface Ids {
  ids: string[];
}

const bulk = (verb: 'archive' | 'restore') =>
  defineRoute<unknown, Ids>({
    method: 'post',
    path: `/api/v1/content/bulk/${verb}`,
    access: EDITORS,
    status: 200,
    body: (strict) => dto(strict, { ids: z.array(z.string()).min(1).max(100) }) as unknown as z.ZodType<Ids>,
    async handle({ organizationId, body: { ids }, deps }) {
      const found = await ownIds(ids, organizationId, deps);
      if (found.length !== new Set(ids).size && deps.strict('bulk_all_or_nothing')) {
        throw refusal(400, 'Some content items not found or not accessible');
      }
      const status = verb === 'archive' ? 'archived' : 'active';
      for (const id of found) await updateRow('Content', id, { status }, deps);
      return verb === 'archive' ? { archived: found.length } : { restored: found.length };
    },
  });

async function ownIds(ids: readonly string[], organizationId: string, { database }: Deps): Promise<string[]> {
  const rows = await database.rows<{ id: string }>(
    'SELECT "id" FROM "Content" WHERE "organizationId" = $1 AND "id" = ANY($2)',
    [organizationId, ids],
  );
  return rows.map(({ id }) => id);
}

interface Expiration {
  expiresAt: string;
  replacementContentId?: string | undefined;
}

const setExpiration = defineRoute<unknown, Expiration>({
  method: 'patch',
  path: '/api/v1/content/:id/expiration',
  access: EDITORS,
  id: 'any',
  body: (strict) =>
    dto(strict, {
      expiresAt: isoDate,
      replacementContentId: text().optional(),
    }) as unknown as z.ZodType<Expiration>,
  async handle({ id, organizationId, body, deps }) {
    await ownRow('Content', id, organizationId, deps);
    if (Date.parse(body.expiresAt) <= deps.now() && deps.strict('expiration_in_future')) {
      throw refusal(400, 'expiresAt must be in the future');
    }
    if (body.replacementContentId !== undefined) {
      await ownRow('Content', body.replacementContentId, organizationId, deps);
    }
    return updateRow<ContentRow>('Content', id, body, deps);
  },
});

const clearExpiration = defineRoute({
  method: 'delete',
  path: '/api/v1/content/:id/expiration',
  access: EDITORS,
  id: 'any',
  async handle({ id, organizationId, deps }) {
    await ownRow('Content', id, organizationId, deps);
    return updateRow<ContentRow>('Content', id, { expiresAt: null, replacementContentId: null }, deps);
  },
});

const bulkDelete = defineRoute<unknown, Ids>({
  method: 'post',
  path: '/api/v1/content/bulk/delete',
  access: ADMINS,
  status: 200,
  body: (strict) => dto(strict, { ids: z.array(z.string()).min(1).max(100) }) as unknown as z.ZodType<Ids>,
  async handle({ organizationId, body: { ids }, deps }) {
    const found = await ownIds(ids, organizationId, deps);
    if (found.length !== new Set(ids).size)
      throw refusal(400, 'Some content items not found or not accessible');
    await deps.database.rows('DELETE FROM "Content" WHERE "id" = ANY($1)', [found]);
    return { deleted: found.length };
  },
});

/** Before the routes with an id, which would take `bulk` for one. */
export const CONTENT_STATE_ROUTES = [
  bulk('archive'),
  bulk('restore'),
  bulkDelete,
  archive,
  restore,
  setExpiration,
  clearExpiration,
];
