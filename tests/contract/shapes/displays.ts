import { z } from 'zod';
import { contentRow } from './content.ts';
import { nestedSchedule, playlistRow } from './playlists.ts';
import { cuid, text, time, uuid } from './values.ts';

const common = {
  id: uuid,
  organizationId: uuid,
  deviceIdentifier: text,
  nickname: text.nullable(),
  description: text.nullable(),
  location: text.nullable(),
  status: z.enum(['online', 'offline', 'pairing', 'error']),
  orientation: text,
  resolution: text.nullable(),
  timezone: text,
  lastHeartbeat: time.nullable(),
  isDisabled: z.boolean(),
  currentPlaylistId: cuid.nullable(),
  createdAt: time,
  updatedAt: time,
  pairedAt: time.nullable(),
  unpairedAt: time.nullable(),
};

const tag = z.looseObject({ id: cuid });

export const displayListItem = z.strictObject({ ...common, tags: z.array(tag) });

const groupRow = z.strictObject({
  id: cuid,
  name: text,
  description: text.nullable(),
  createdAt: time,
  updatedAt: time,
  organizationId: uuid,
});

const screenshots = {
  metadata: z.json(),
  lastScreenshot: text.nullable(),
  lastScreenshotAt: time.nullable(),
};

export const displayDetail = displayListItem.extend({
  ...screenshots,
  groups: z.array(
    z.strictObject({
      id: cuid,
      displayId: uuid,
      displayGroupId: cuid,
      createdAt: time,
      displayGroup: groupRow,
    }),
  ),
  schedules: z.array(nestedSchedule.extend({ isActive: z.literal(true), playlist: playlistRow })),
});

/** The whole row, secrets included, as schedules leak it. */
const displayRow = z.strictObject({
  ...common,
  ...screenshots,
  pairingCode: text.nullable(),
  pairingCodeExpiresAt: time.nullable(),
  jwtToken: text.nullable(),
  socketId: text.nullable(),
});

/** An item of `GET /display-groups`. */
export const groupListItem = groupRow.extend({
  displays: z.array(z.strictObject({ displayId: uuid })),
  _count: z.strictObject({ displays: z.int() }),
});

export const scheduleListItem = nestedSchedule.extend({
  playlist: playlistRow.extend({ _count: z.strictObject({ items: z.int() }) }),
  display: displayRow.nullable(),
  displayGroup: groupRow.nullable(),
});

/** What PATCH answers: relations without counts. */
export const scheduleWithRelations = nestedSchedule.extend({
  playlist: playlistRow,
  display: displayRow.nullable(),
  displayGroup: groupRow.nullable(),
});

export const scheduleDetail = nestedSchedule.extend({
  playlist: playlistRow.extend({
    items: z.array(
      z.strictObject({
        id: cuid,
        order: z.int(),
        duration: z.int().nullable(),
        createdAt: time,
        playlistId: cuid,
        contentId: cuid,
        content: contentRow,
      }),
    ),
  }),
  display: displayRow.nullable(),
  displayGroup: groupRow
    .extend({
      displays: z.array(
        z.strictObject({
          id: cuid,
          createdAt: time,
          displayId: uuid,
          displayGroupId: cuid,
          display: displayRow,
        }),
      ),
    })
    .nullable(),
});
