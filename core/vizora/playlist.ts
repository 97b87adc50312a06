import { z } from 'zod';
import { ContentDetail } from './content-detail.ts';

/**
 * What is read of a playlist in its list. Its items carry the status of their content, and not when it expires;
 * `content` is null where the platform has none for the item.
 */
export const Playlist = z.object({
  id: z.string().min(1),
  name: z.string(),
  updatedAt: z.string(),
  items: z.array(
    z.object({
      contentId: z.string(),
      content: z.object({ status: z.string(), name: z.string() }).nullish(),
    }),
  ),
});
export type Playlist = z.output<typeof Playlist>;

/** A playlist read by its id: its items carry the whole rows of their contents. */
export const PlaylistDetail = z.object({
  id: z.string().min(1),
  name: z.string(),
  updatedAt: z.string(),
  items: z.array(z.object({ contentId: z.string(), content: ContentDetail.nullish() })),
});
export type PlaylistDetail = z.output<typeof PlaylistDetail>;
