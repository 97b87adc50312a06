import { z } from 'zod';
import { count, cuid, text, time, uuid } from './values.ts';

export const contentStatus = z.enum([
  'active',
  'archived',
  'draft',
  'flagged',
  'rejected',
  'pending_approval',
  'expired',
  'ready',
  'processing',
  'error',
]);
export const contentType = z.enum(['image', 'video', 'url', 'html', 'pdf', 'template', 'layout', 'widget']);

const tag = z.strictObject({
  id: cuid,
  contentId: cuid,
  tagId: cuid,
  createdAt: time,
  tag: z.strictObject({
    id: cuid,
    name: text,
    color: text.nullable(),
    organizationId: uuid,
    createdAt: time,
  }),
});

/** An item of `GET /content`: no expiry, no address, no playlists. */
export const contentListItem = z.strictObject({
  id: cuid,
  organizationId: uuid,
  name: text,
  type: contentType,
  thumbnail: text.nullable(),
  duration: count,
  fileSize: count.nullable(),
  status: contentStatus,
  folderId: text.nullable(),
  createdAt: time,
  updatedAt: time,
  tags: z.array(tag),
  title: text,
  thumbnailUrl: text.nullable(),
});

/** The bare row, as archive, restore and expiration answer it and as schedules nest it. */
export const contentRow = z.strictObject({
  id: cuid,
  name: text,
  description: text.nullable(),
  type: contentType,
  url: text,
  thumbnail: text.nullable(),
  duration: count,
  fileSize: count.nullable(),
  mimeType: text.nullable(),
  metadata: z.json(),
  status: contentStatus,
  isGlobal: z.boolean(),
  templateOrientation: text.nullable(),
  createdAt: time,
  updatedAt: time,
  expiresAt: time.nullable(),
  replacementContentId: cuid.nullable(),
  previousVersionId: cuid.nullable(),
  versionNumber: count,
  organizationId: uuid,
  folderId: text.nullable(),
});

/** The row with the two aliases, as playlists nest it and as PATCH answers it. */
export const titledContent = contentRow.extend({ title: text, thumbnailUrl: text.nullable() });

export const contentDetail = titledContent.extend({
  tags: z.array(tag),
  playlistItems: z.array(
    z.strictObject({
      id: cuid,
      order: count,
      duration: count.nullable(),
      createdAt: time,
      playlistId: cuid,
      contentId: cuid,
      playlist: z.strictObject({
        id: cuid,
        name: text,
        description: text.nullable(),
        loop: z.boolean(),
        isDefault: z.boolean(),
        createdAt: time,
        updatedAt: time,
        organizationId: uuid,
      }),
    }),
  ),
});
