import type {
  DeviceRow,
  DisplayGroupMemberRow,
  DisplayGroupRow,
  PlaylistRow,
  ScheduleRow,
} from '../../world/rows.ts';
import type { Deps } from '../deps.ts';
import { itemsOf } from './playlist-shape.ts';
import { countsBy, pick, rowsBy } from './rows.ts';

/** What a schedule joins: the rows that it refers to, whole, a display's secrets included. */
async function references(rows: readonly ScheduleRow[], deps: Deps) {
  const playlists = await rowsBy<PlaylistRow>(
    deps,
    'Playlist',
    'id',
    rows.map((row) => row.playlistId),
  );
  const displays = await rowsBy<DeviceRow>(
    deps,
    'devices',
    'id',
    rows.map((row) => row.displayId),
  );
  const groups = await rowsBy<DisplayGroupRow>(
    deps,
    'DisplayGroup',
    'id',
    rows.map((row) => row.displayGroupId),
  );
  return {
    playlist: (row: ScheduleRow) => playlists.get(row.playlistId)?.[0] ?? null,
    display: (row: ScheduleRow) => whole(displays.get(row.displayId ?? '')?.[0] ?? null, deps),
    group: (row: ScheduleRow) => groups.get(row.displayGroupId ?? '')?.[0] ?? null,
  };
}

const whole = (display: DeviceRow | null, { strict }: Deps) =>
  display === null || strict('schedule_list_has_full_display') ? display : pick(display, ['id', 'nickname']);

/** Schedules in their list: the only place where a playlist's number of items stands beside them. */
export async function scheduleListItems(rows: readonly ScheduleRow[], deps: Deps) {
  const refers = await references(rows, deps);
  const items = await countsBy(
    deps,
    'PlaylistItem',
    'playlistId',
    rows.map(({ playlistId }) => playlistId),
  );
  return rows.map((row) => ({
    ...row,
    playlist: { ...refers.playlist(row), _count: { items: items.get(row.playlistId) ?? 0 } },
    display: refers.display(row),
    displayGroup: refers.group(row),
  }));
}

/** A schedule as a write answers it. */
export async function scheduleWithReferences(row: ScheduleRow, deps: Deps) {
  const refers = await references([row], deps);
  return {
    ...row,
    playlist: refers.playlist(row),
    display: refers.display(row),
    displayGroup: refers.group(row),
  };
}

export async function scheduleDetail(row: ScheduleRow, deps: Deps) {
  const written = await scheduleWithReferences(row, deps);
  const items = (await itemsOf([row.playlistId], deps)).get(row.playlistId) ?? [];
  return {
    ...written,
    playlist: {
      ...written.playlist,
      items: items.map(({ item, content }) => ({ ...item, content })),
      ...(deps.strict('schedule_detail_has_no_count') ? {} : { _count: { items: items.length } }),
    },
    displayGroup: written.displayGroup === null ? null : await withDisplays(written.displayGroup, deps),
  };
}

async function withDisplays(group: DisplayGroupRow, deps: Deps) {
  const members =
    (await rowsBy<DisplayGroupMemberRow>(deps, 'DisplayGroupMember', 'displayGroupId', [group.id])).get(
      group.id,
    ) ?? [];
  const displays = await rowsBy<DeviceRow>(
    deps,
    'devices',
    'id',
    members.map(({ displayId }) => displayId),
  );
  return {
    ...group,
    displays: members.map((member) => ({ ...member, display: displays.get(member.displayId)?.[0] ?? null })),
  };
}
