import type { Strict } from '../../strictness.ts';
import type { ContentRow, PlaylistItemRow, PlaylistRow } from '../../world/rows.ts';
import type { Deps } from '../deps.ts';
import { pick, rowsBy } from './rows.ts';

const LIST_KEYS = [
  'id',
  'organizationId',
  'name',
  'type',
  'thumbnail',
  'duration',
  'fileSize',
  'status',
  'folderId',
  'createdAt',
  'updatedAt',
] as const;

const SUMMARY_KEYS = ['id', 'name', 'type', 'thumbnail', 'duration', 'fileSize', 'status'] as const;

/** The names that the dashboard uses besides the columns'. */
export const dashboardNames = (row: Pick<ContentRow, 'name' | 'thumbnail'>) => ({
  title: row.name,
  thumbnailUrl: row.thumbnail,
});

/** Content in its own list: without its expiry, its url, and where it is used. */
export const contentListItem = (row: ContentRow, strict: Strict) => ({
  ...pick(row, LIST_KEYS),
  ...(strict('list_hides_content_expiry') ? {} : { expiresAt: row.expiresAt }),
  tags: [],
  ...dashboardNames(row),
});

/** Content as an item in the list of playlists. */
export const contentSummary = (row: ContentRow, strict: Strict) => ({
  ...pick(row, SUMMARY_KEYS),
  ...(strict('playlist_list_hides_item_expiry') ? {} : { expiresAt: row.expiresAt }),
  ...dashboardNames(row),
});

export async function contentDetail(row: ContentRow, deps: Deps) {
  const items =
    (await rowsBy<PlaylistItemRow>(deps, 'PlaylistItem', 'contentId', [row.id])).get(row.id) ?? [];
  const playlists = await rowsBy<PlaylistRow>(
    deps,
    'Playlist',
    'id',
    items.map(({ playlistId }) => playlistId),
  );
  return {
    ...row,
    tags: [],
    playlistItems: items.map((item) => ({ ...item, playlist: playlists.get(item.playlistId)?.[0] ?? null })),
    ...dashboardNames(row),
  };
}
