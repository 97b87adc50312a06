import type { Deliverable } from './item-deliverable.ts';
import { type ExpiresAt, type PlaylistItem, playlistDeliverable } from './playlist-deliverable.ts';
import { type DatedSchedule, isOver, type ScheduleState, scheduleState } from './schedule-state.ts';
import type { ScheduleWindow, WallTime } from './schedule-window.ts';
import { wallTime } from './wall-time.ts';

/** What is read of a schedule to know what it shows, where and when. */
export interface ProgrammeSchedule extends DatedSchedule, ScheduleWindow {
  readonly id: string;
  readonly priority: number;
  readonly playlistId: string;
  readonly displayId: string | null;
  readonly displayGroupId: string | null;
}

/** All of one organisation that decides what its displays show; each list is whole. */
export interface ProgrammeParts {
  readonly schedules: readonly ProgrammeSchedule[];
  readonly groups: readonly { readonly id: string; readonly displayIds: readonly string[] }[];
  readonly playlists: readonly { readonly id: string; readonly items: readonly PlaylistItem[] }[];
  readonly expiresAt: ExpiresAt;
  /** Of a playlist that the list lacks, which may have come after it was read; null while that is not known. */
  isGone(playlistId: string): boolean | null;
}

/** A schedule that is not over, with where it stands. */
export interface Claim {
  readonly schedule: ProgrammeSchedule;
  readonly state: ScheduleState;
}

/** What an organisation's displays are to show at one moment, made ready to be asked display by display. */
export interface Programme {
  /** The moment, in ms since the epoch. */
  readonly now: number;
  /** Of the schedules that aim at the display, or at a group that it is in; twice where one names both. */
  claimsOn(displayId: string): readonly Claim[];
  /** Does anything of this playlist reach a screen? Null when there is no such playlist. */
  playlist(id: string): Deliverable | null;
  /** Null where there is no such time zone. */
  wallTime(timezone: string | null): WallTime | null;
}

/** Looks at each schedule, playlist and time zone once, whatever the number of displays. */
export function createProgramme(parts: ProgrammeParts, now: number): Programme {
  const claims = parts.schedules
    .map((schedule): Claim => ({ schedule, state: scheduleState(schedule, now) }))
    .filter(({ state }) => !isOver(state));
  const byDisplay = Map.groupBy(claims, ({ schedule }) => schedule.displayId);
  const byGroup = Map.groupBy(claims, ({ schedule }) => schedule.displayGroupId);
  const groupsOf = new Map<string, string[]>();
  for (const { id, displayIds } of parts.groups) {
    if (!byGroup.has(id)) continue;
    for (const displayId of displayIds) {
      const groups = groupsOf.get(displayId);
      if (groups === undefined) groupsOf.set(displayId, [id]);
      else groups.push(id);
    }
  }
  const playlists = new Map(parts.playlists.map(({ id, items }) => [id, items]));

  return {
    now,
    claimsOn(displayId) {
      const groups = groupsOf.get(displayId) ?? [];
      return [...(byDisplay.get(displayId) ?? []), ...groups.flatMap((id) => byGroup.get(id) ?? [])];
    },
    playlist: remembered((id) => {
      const items = playlists.get(id);
      if (items === undefined) return parts.isGone(id) === true ? null : 'unknown';
      return playlistDeliverable(items, parts.expiresAt, now);
    }),
    wallTime: remembered((timezone) => wallTime(now, timezone)),
  };
}

function remembered<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const value = known.get(key);
    if (value !== undefined) return value;
    const made = make(key);
    known.set(key, made);
    return made;
  };
}
