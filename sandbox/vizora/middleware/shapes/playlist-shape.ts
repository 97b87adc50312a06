import type { ContentRow, PlaylistItemRow, PlaylistRow, ScheduleRow } from '../../world/rows.ts';
import type { Deps } from '../deps.ts';
import { contentSummary, dashboardNames } from './content-shape.ts';
import { countsBy, rowsBy } from './rows.ts';

const IN_ORDER = '"order", "createdAt"';

interface Filled {
  readonly item: PlaylistItemRow;
  readonly content: ContentRow | null;
}

/** The items of playlists in their order, each with its content. */
export async function itemsOf(playlistIds: readonly string[], deps: Deps): Promise<Map<string, Filled[]>> {
  const items = await rowsBy<PlaylistItemRow>(deps, 'PlaylistItem', 'playlistId', playlistIds, IN_ORDER);
  const contentIds = [...items.values()].flat().map(({ contentId }) => contentId);
  const content = await rowsBy<ContentRow>(deps, 'Content', 'id', contentIds);
  return new Map(
    [...items].map(([id, list]) => [
      id,
      list.map((item) => ({ item, content: content.get(item.contentId)?.[0] ?? null })),
    ]),
  );
}

const totals = (items: readonly Filled[]) => ({
  itemCount: items.length,
  totalDuration: sum(items, ({ item, content }) => item.duration ?? content?.duration ?? 0),
  totalSize: sum(items, ({ content }) => content?.fileSize ?? 0),
});

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

/** Playlists in their list: with items and each content's status, without its expiry. */
export async function playlistListItems(rows: readonly PlaylistRow[], deps: Deps) {
  const ids = rows.map(({ id }) => id);
  const items = await itemsOf(ids, deps);
  const schedules = await countsBy(deps, 'Schedule', 'playlistId', ids);
  return rows.map((row) => {
    const own = items.get(row.id) ?? [];
    return {
      ...row,
      items: own.map(({ item: { createdAt: _, ...item }, content }) => ({
        ...item,
        content: content === null ? null : contentSummary(content, deps.strict),
      })),
      _count: { schedules: schedules.get(row.id) ?? 0 },
      ...totals(own),
    };
  });
}

export async function playlistDetail(row: PlaylistRow, deps: Deps) {
  const own = (await itemsOf([row.id], deps)).get(row.id) ?? [];
  const schedules = await deps.database.rows<ScheduleRow>(
    'SELECT * FROM "Schedule" WHERE "playlistId" = $1 AND "isActive" ORDER BY "createdAt"',
    [row.id],
  );
  return {
    ...row,
    items: own.map(({ item, content }) => ({
      ...item,
      content: content === null ? null : { ...content, ...dashboardNames(content) },
    })),
    schedules,
    ...totals(own),
  };
}
