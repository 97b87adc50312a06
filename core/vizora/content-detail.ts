import { z } from 'zod';
import { rowIdsIn } from './row-id.ts';

/** What a layout's zones show; null where the metadata has a shape that we do not know. */
export interface ZoneReferences {
  readonly contentIds: readonly string[];
  readonly playlistIds: readonly string[];
}

/** What is read of a content by its id: all that its list tells, and more. */
export const ContentDetail = z
  .object({
    id: z.string().min(1),
    name: z.string(),
    type: z.string(),
    status: z.string(),
    thumbnail: z.string().nullable(),
    fileSize: z.number().nullable(),
    /** ISO-8601; null for what never expires. */
    expiresAt: z.string().nullable(),
    replacementContentId: z.string().nullable(),
    previousVersionId: z.string().nullable(),
    isGlobal: z.boolean(),
    metadata: z.unknown(),
    createdAt: z.string(),
    updatedAt: z.string(),
    /** Absent in the rows that a playlist carries. */
    playlistItems: z.array(z.object({ playlistId: z.string() })).optional(),
  })
  .transform(({ metadata, playlistItems, ...rest }) => ({
    ...rest,
    zones: zonesOf(metadata, rest.type),
    /** Every id in its metadata, whatever it is the id of: zones name widgets, too, and templates hold whole pages. */
    mentionedIds: rowIdsIn(metadata),
    /** The playlists that hold it; null where the answer did not say. */
    playlistIds: playlistItems?.map(({ playlistId }) => playlistId) ?? null,
  }));
export type ContentDetail = z.output<typeof ContentDetail>;

const Id = z.string().min(1).nullish();
const Zones = z.array(z.object({ contentId: Id, playlistId: Id }));
const NONE: ZoneReferences = { contentIds: [], playlistIds: [] };

/** The platform gives every layout its zones: one without them has a shape of which we know nothing. */
function zonesOf(metadata: unknown, type: string): ZoneReferences | null {
  const zones = typeof metadata === 'object' && metadata !== null && 'zones' in metadata && metadata.zones;
  if (!zones) return type === 'layout' ? null : NONE;
  const parsed = Zones.safeParse(zones);
  if (!parsed.success) return null;
  return {
    contentIds: parsed.data.flatMap(({ contentId }) => contentId ?? []),
    playlistIds: parsed.data.flatMap(({ playlistId }) => playlistId ?? []),
  };
}
