import type { Strict } from '../../strictness.ts';
import type {
  DeviceRow,
  DisplayGroupMemberRow,
  DisplayGroupRow,
  PlaylistRow,
  ScheduleRow,
} from '../../world/rows.ts';
import type { Deps } from '../deps.ts';
import { pick, rowsBy } from './rows.ts';

const LIST_KEYS = [
  'id',
  'organizationId',
  'deviceIdentifier',
  'nickname',
  'description',
  'location',
  'status',
  'orientation',
  'resolution',
  'timezone',
  'lastHeartbeat',
  'isDisabled',
  'currentPlaylistId',
  'createdAt',
  'updatedAt',
  'pairedAt',
  'unpairedAt',
] as const;

/** A display in its own list. */
export const displayListItem = (row: DeviceRow, strict: Strict) => ({
  ...named(row, strict),
  ...(strict('list_hides_display_metadata') ? {} : { metadata: row.metadata }),
  tags: [],
});

/** `name` goes in, `nickname` comes out. */
function named(row: DeviceRow, strict: Strict) {
  const { nickname, ...rest } = pick(row, LIST_KEYS);
  return strict('display_name_in_nickname_out') ? { ...rest, nickname } : { ...rest, name: nickname };
}

/** A display with its groups and the active schedules that aim at it directly. */
export async function displayDetail(row: DeviceRow, deps: Deps) {
  const members = (
    await rowsBy<DisplayGroupMemberRow>(deps, 'DisplayGroupMember', 'displayId', [row.id])
  ).get(row.id);
  const groupIds = (members ?? []).map(({ displayGroupId }) => displayGroupId);
  const groups = await rowsBy<DisplayGroupRow>(deps, 'DisplayGroup', 'id', groupIds);
  const schedules = await deps.database.rows<ScheduleRow>(
    'SELECT * FROM "Schedule" WHERE "displayId" = $1 AND "isActive" ORDER BY "createdAt"',
    [row.id],
  );
  const playlists = await rowsBy<PlaylistRow>(
    deps,
    'Playlist',
    'id',
    schedules.map(({ playlistId }) => playlistId),
  );
  return {
    ...named(row, deps.strict),
    tags: [],
    ...pick(row, ['metadata', 'lastScreenshot', 'lastScreenshotAt']),
    groups: (members ?? []).map((member) => ({
      ...member,
      displayGroup: groups.get(member.displayGroupId)?.[0] ?? null,
    })),
    schedules: schedules.map((schedule) => ({
      ...schedule,
      playlist: playlists.get(schedule.playlistId)?.[0] ?? null,
    })),
  };
}
