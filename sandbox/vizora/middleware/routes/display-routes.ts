import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Strict } from '../../strictness.ts';
import { deviceRow } from '../../world/row-defaults.ts';
import type { DeviceRow } from '../../world/rows.ts';
import type { Deps } from '../deps.ts';
import { dto, jsonObject, requiredText, text } from '../dto.ts';
import { refusal, terse } from '../http-error.ts';
import { type PageQuery, pageOf, pageQuery } from '../page.ts';
import { ADMINS, defineRoute, EDITORS } from '../route.ts';
import { displayDetail, displayListItem } from '../shapes/display-shape.ts';
import { listRows } from '../shapes/list-rows.ts';
import { ownRow } from '../shapes/rows.ts';
import { deleteRow, insertRow, updateRow } from '../shapes/write-row.ts';

const list = defineRoute<PageQuery>({
  method: 'get',
  path: '/api/v1/displays',
  access: 'session',
  query: (strict) => pageQuery(strict, {}) as unknown as z.ZodType<PageQuery>,
  async handle({ organizationId, query, deps }) {
    const { rows, total } = await listRows<DeviceRow>('devices', organizationId, query, deps);
    const items = rows.map((row) => displayListItem(row, deps.strict));
    return pageOf(items, total, query, deps.strict);
  },
});

const detail = defineRoute({
  method: 'get',
  path: '/api/v1/displays/:id',
  access: 'session',
  id: 'uuid',
  handle: async ({ id, organizationId, deps }) =>
    displayDetail(await ownRow('devices', id, organizationId, deps), deps),
});

const WRITABLE_STATUSES = ['online', 'offline', 'error'] as const;

/** The names of the request, which are not those of the answer. */
const patchShape = (strict: Strict) => ({
  name: requiredText().optional(),
  description: text(2_000).nullish(),
  location: text().nullish(),
  deviceId: requiredText().optional(),
  orientation: z.enum(['landscape', 'portrait']).optional(),
  resolution: text().nullish(),
  metadata: jsonObject.nullish(),
  currentPlaylistId: text().nullish(),
  status: (strict('display_status_values') ? z.enum(WRITABLE_STATUSES) : z.string()).optional(),
});
type Patch = z.infer<z.ZodObject<ReturnType<typeof patchShape>>>;

async function columnsOf(body: Patch, organizationId: string, deps: Deps): Promise<Partial<DeviceRow>> {
  const { name, deviceId, currentPlaylistId, ...same } = body;
  if (currentPlaylistId === '' && deps.strict('display_empty_playlist_500')) {
    throw terse(500, 'Internal server error');
  }
  if (currentPlaylistId) await assertOwnPlaylist(currentPlaylistId, organizationId, deps);
  return {
    ...same,
    ...(name === undefined ? {} : { nickname: name }),
    ...(deviceId === undefined ? {} : { deviceIdentifier: deviceId }),
    ...(currentPlaylistId === undefined ? {} : { currentPlaylistId: currentPlaylistId || null }),
  } as Partial<DeviceRow>;
}

async function assertOwnPlaylist(id: string, organizationId: string, { database }: Deps): Promise<void> {
  const found = await database.rows('SELECT 1 FROM "Playlist" WHERE "id" = $1 AND "organizationId" = $2', [
    id,
    organizationId,
  ]);
  if (found.length === 0) throw refusal(404, 'Playlist not found or does not belong to your organization');
}

const patch = defineRoute<unknown, Patch>({
  method: 'patch',
  path: '/api/v1/displays/:id',
  access: EDITORS,
  id: 'uuid',
  body: (strict) => dto(strict, patchShape(strict)) as unknown as z.ZodType<Patch>,
  async handle({ id, organizationId, body, deps }) {
    await ownRow('devices', id, organizationId, deps);
    const changes = await columnsOf(body, organizationId, deps);
    return displayDetail(await updateRow<DeviceRow>('devices', id, changes, deps), deps);
  },
});

const createShape = (strict: Strict) => {
  const { status: _, ...shape } = patchShape(strict);
  return { ...shape, name: requiredText(), deviceId: requiredText() };
};

/** A display that somebody enters by hand has never been seen. */
const create = defineRoute<unknown, Patch>({
  method: 'post',
  path: '/api/v1/displays',
  access: EDITORS,
  body: (strict) => dto(strict, createShape(strict)) as unknown as z.ZodType<Patch>,
  async handle({ organizationId, body, deps }) {
    const taken = await deps.database.rows('SELECT 1 FROM devices WHERE "deviceIdentifier" = $1', [
      body.deviceId,
    ]);
    if (taken.length > 0) throw refusal(409, 'Device identifier already exists');
    const unseen = {
      status: 'offline',
      socketId: null,
      lastHeartbeat: null,
      pairedAt: null,
      resolution: null,
    };
    const given = await columnsOf(body, organizationId, deps);
    const row = deviceRow(deps.now(), { id: randomUUID(), ...unseen, ...given, organizationId });
    return displayDetail(await insertRow('devices', row, deps), deps);
  },
});

const remove = defineRoute({
  method: 'delete',
  path: '/api/v1/displays/:id',
  access: ADMINS,
  id: 'uuid',
  async handle({ id, organizationId, deps }) {
    const row = await ownRow('devices', id, organizationId, deps);
    await deleteRow('devices', id, deps);
    return displayListItem(row, deps.strict);
  },
});

export const DISPLAY_ROUTES = [list, detail, patch, create, remove];
