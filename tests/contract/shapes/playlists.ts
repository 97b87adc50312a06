import { z } from 'zod';
import { contentStatus, contentType, titledContent } from './content.ts';
import { count, cuid, text, time, uuid } from './values.ts';

export const playlistRow = z.strictObject({
  id: cuid,
  name: text,
  description: text.nullable(),
  loop: z.boolean(),
  isDefault: z.boolean(),
  createdAt: time,
  updatedAt: time,
  organizationId: uuid,
});

const totals = { itemCount: count, totalDuration: count, totalSize: count };

/** An item of `GET /playlists`: its items carry each content's status, not its expiry. */
export const playlistListItem = playlistRow.extend({
  items: z.array(
    z.strictObject({
      id: cuid,
      playlistId: cuid,
      contentId: cuid,
      order: count,
      duration: count.nullable(),
      content: z
        .strictObject({
          id: cuid,
          name: text,
          type: contentType,
          thumbnail: text.nullable(),
          duration: count,
          fileSize: count.nullable(),
          status: contentStatus,
          title: text,
          thumbnailUrl: text.nullable(),
        })
        .nullable(),
    }),
  ),
  _count: z.strictObject({ schedules: count }),
  ...totals,
});

/** A schedule as playlists and displays nest it. */
export const nestedSchedule = z.strictObject({
  id: cuid,
  name: text,
  description: text.nullable(),
  startDate: time,
  endDate: time.nullable(),
  startTime: count.max(1439).nullable(),
  endTime: count.max(1439).nullable(),
  daysOfWeek: z.array(count.max(6)),
  priority: z.int(),
  isActive: z.boolean(),
  createdAt: time,
  updatedAt: time,
  organizationId: uuid,
  playlistId: cuid,
  displayId: uuid.nullable(),
  displayGroupId: cuid.nullable(),
});

export const playlistDetail = playlistRow.extend({
  items: z.array(
    z.strictObject({
      id: cuid,
      order: count,
      duration: count.nullable(),
      createdAt: time,
      playlistId: cuid,
      contentId: cuid,
      content: titledContent.nullable(),
    }),
  ),
  schedules: z.array(nestedSchedule.extend({ isActive: z.literal(true) })),
  ...totals,
});
