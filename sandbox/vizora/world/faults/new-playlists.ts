import * as row from '../row-defaults.ts';
import type { ContentRow, PlaylistRow } from '../rows.ts';
import type { Scene } from './world-fault.ts';

/** How long ago the things were made that a fault adds: long enough to be no news, too short to be forgotten. */
const RECENT = 10 * row.DAY;

/** A playlist without items that nobody plays yet. */
export function emptyPlaylist(scene: Scene, i: number, name: string): PlaylistRow {
  const { world, now, organization } = scene;
  const playlist = row.playlistRow(now - RECENT, {
    id: scene.cuid('playlist', i),
    organizationId: organization.id,
    name,
  });
  world.Playlist.push(playlist);
  return playlist;
}

/** A playlist of contents of its own, one for each status. */
export function playlistOf(scene: Scene, i: number, name: string, statuses: readonly string[]): PlaylistRow {
  const playlist = emptyPlaylist(scene, i, name);
  statuses.forEach((status, order) => {
    const content = newContent(scene, `${i}/${order}`, { name: `${name} ${status} ${order}`, status });
    addToPlaylist(scene, `${i}/${order}`, playlist, content, order);
  });
  return playlist;
}

/** A content that nothing refers to yet, made lately. */
export function newContent(
  scene: Scene,
  key: string,
  given: Partial<ContentRow> & Pick<ContentRow, 'name'>,
  age = RECENT,
): ContentRow {
  const { world, now, organization } = scene;
  const content = row.contentRow(now - age, {
    id: scene.cuid(`content/${key}`, 0),
    organizationId: organization.id,
    // Every image has one where the organisation's own have.
    thumbnail: thumbnailOf(scene),
    ...given,
  });
  world.Content.push(content);
  return content;
}

export function addToPlaylist(
  { world, now, cuid }: Scene,
  key: string,
  playlist: PlaylistRow,
  content: ContentRow,
  order: number,
): void {
  world.PlaylistItem.push(
    row.playlistItemRow(now - RECENT, {
      id: cuid(`item/${key}`, 0),
      playlistId: playlist.id,
      contentId: content.id,
      order,
    }),
  );
}

const thumbnailOf = ({ world, organization }: Scene): string | null =>
  world.Content.find(({ organizationId }) => organizationId === organization.id)?.thumbnail ?? null;
