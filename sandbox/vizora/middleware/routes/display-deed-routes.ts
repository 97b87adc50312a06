import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { dto, text } from '../dto.ts';
import { refusal } from '../http-error.ts';
import { ADMINS, defineRoute, EDITORS } from '../route.ts';
import { ownRow } from '../shapes/rows.ts';
import { updateRow } from '../shapes/write-row.ts';

/** Cuts the display's socket, and refuses it from now on. */
const disable = defineRoute({
  method: 'post',
  path: '/api/v1/displays/:id/disable',
  access: ADMINS,
  id: 'uuid',
  async handle({ id, organizationId, deps }) {
    await ownRow('devices', id, organizationId, deps);
    await updateRow('devices', id, { isDisabled: true, status: 'offline', socketId: null }, deps);
    return { message: 'Device disabled successfully' };
  },
});

const enable = defineRoute({
  method: 'post',
  path: '/api/v1/displays/:id/enable',
  access: ADMINS,
  id: 'uuid',
  async handle({ id, organizationId, deps }) {
    await ownRow('devices', id, organizationId, deps);
    await updateRow('devices', id, { isDisabled: false }, deps);
    return { message: 'Device enabled successfully' };
  },
});

const screenshot = defineRoute({
  method: 'post',
  path: '/api/v1/displays/:id/screenshot',
  access: EDITORS,
  id: 'uuid',
  async handle({ id, organizationId, deps }) {
    const display = await ownRow('devices', id, organizationId, deps);
    if (deps.strict('screenshot_needs_socket')) {
      if (display.status !== 'online') throw refusal(409, 'Cannot request screenshot from offline device');
      if (display.socketId === null) throw refusal(503, 'Command delivery failed: no_sockets');
    }
    return { requestId: randomUUID(), status: 'pending' };
  },
});

const pushContent = defineRoute<unknown, { contentId: string }>({
  method: 'post',
  path: '/api/v1/displays/:id/push-content',
  access: EDITORS,
  id: 'uuid',
  body: (strict) => dto(strict, { contentId: text() }) as unknown as z.ZodType<{ contentId: string }>,
  async handle({ id, organizationId, body, deps }) {
    const display = await ownRow('devices', id, organizationId, deps);
    await ownRow('Content', body.contentId, organizationId, deps);
    if (display.socketId === null) throw refusal(503, 'Content push failed: no_sockets');
    return { message: 'Content pushed successfully' };
  },
});

/** For devices only: no user's token opens it. There are no devices with tokens in this world. */
const heartbeat = defineRoute({
  method: 'post',
  path: '/api/v1/displays/:deviceId/heartbeat',
  access: 'public',
  ungated: true,
  async handle({ request, deps }) {
    if (deps.strict('heartbeat_needs_device_token')) throw refusal(401, 'Invalid or expired device token');
    const id = String(request.params['deviceId']);
    await updateRow(
      'devices',
      id,
      { status: 'online', lastHeartbeat: new Date(deps.now()).toISOString() },
      deps,
    );
    return { success: true };
  },
});

interface Assignment {
  displayIds: string[];
  playlistId: string;
}

const assignPlaylist = defineRoute<unknown, Assignment>({
  method: 'post',
  path: '/api/v1/displays/bulk/assign-playlist',
  access: EDITORS,
  body: (strict) =>
    dto(strict, {
      displayIds: z.array(z.string()).min(1).max(100),
      playlistId: text(),
    }) as unknown as z.ZodType<Assignment>,
  async handle({ organizationId, body: { displayIds, playlistId }, deps }) {
    await ownRow('Playlist', playlistId, organizationId, deps);
    const updated = await deps.database.rows(
      `UPDATE devices SET "currentPlaylistId" = $1, "updatedAt" = $2
       WHERE "organizationId" = $3 AND "id" = ANY($4) RETURNING "id"`,
      [playlistId, new Date(deps.now()).toISOString(), organizationId, displayIds],
    );
    return { updated: updated.length };
  },
});

export const DISPLAY_DEED_ROUTES = [assignPlaylist, disable, enable, screenshot, pushContent, heartbeat];
