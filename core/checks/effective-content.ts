import type { UnknownReason } from '../verdict.ts';
import type { Deliverable } from './item-deliverable.ts';
import type { Claim, Programme } from './programme.ts';
import { windowCovers } from './schedule-window.ts';

export interface ProgrammeDisplay {
  readonly id: string;
  readonly isDisabled: boolean;
  /** Null or empty is UTC. */
  readonly timezone: string | null;
  readonly currentPlaylistId: string | null;
}

/** What a display is to show, as the platform resolves it. */
export interface EffectiveContent {
  readonly source: 'schedule' | 'current_playlist' | 'none' | 'unknown';
  /** Of several that are equal, the one with the smallest id; null unless a schedule is the source. */
  readonly scheduleId: string | null;
  readonly playlistId: string | null;
  /** Does anything of it reach the screen? */
  readonly deliverable: Deliverable;
  /** Schedules of equal priority claim the display with different playlists: which one wins is not defined. */
  readonly ambiguous: boolean;
  /** Why the source is unknown; null where it is known. */
  readonly doubt: { readonly reason: UnknownReason; readonly detail: string } | null;
}

const NOTHING: EffectiveContent = {
  source: 'none',
  scheduleId: null,
  playlistId: null,
  deliverable: 'no',
  ambiguous: false,
  doubt: null,
};

/**
 * What the display is to show at the programme's moment. The schedule of the highest priority among those whose dates
 * and hours cover it wins, even when nothing of its playlist reaches the screen; without one it is the playlist that
 * the display itself has.
 */
export function effectiveContent(display: ProgrammeDisplay, programme: Programme): EffectiveContent {
  if (display.isDisabled) return NOTHING;
  const wall = programme.wallTime(display.timezone);
  if (wall === null) return undecided('unknown_shape', 'its time zone is none');
  const contenders = programme
    .claimsOn(display.id)
    .filter(({ state, schedule }) => state !== 'to_come' && windowCovers(schedule, wall));
  return contenders.length > 0 ? winnerOf(contenders, programme) : own(display, programme);
}

function winnerOf(contenders: readonly Claim[], programme: Programme): EffectiveContent {
  const highest = Math.max(...contenders.map(({ schedule }) => schedule.priority));
  const winners = contenders.filter(({ schedule }) => schedule.priority === highest);
  if (winners.some(({ state }) => state === 'unreadable')) {
    return undecided('unparseable_date', 'a date of a schedule that may claim it cannot be read');
  }
  const [first, ...equals] = winners.map(({ schedule }) => schedule).sort((a, b) => (a.id < b.id ? -1 : 1));
  if (first === undefined) return NOTHING;
  const all = [first, ...equals].map(({ playlistId }) => programme.playlist(playlistId) ?? 'no');
  return {
    ...NOTHING,
    source: 'schedule',
    scheduleId: first.id,
    playlistId: first.playlistId,
    deliverable: all.every((one) => one === all[0]) ? (all[0] ?? 'no') : 'unknown',
    ambiguous: equals.some(({ playlistId }) => playlistId !== first.playlistId),
  };
}

function own({ currentPlaylistId }: ProgrammeDisplay, programme: Programme): EffectiveContent {
  if (currentPlaylistId === null) return NOTHING;
  const deliverable = programme.playlist(currentPlaylistId);
  if (deliverable === null) return NOTHING;
  return { ...NOTHING, source: 'current_playlist', playlistId: currentPlaylistId, deliverable };
}

const undecided = (reason: UnknownReason, detail: string): EffectiveContent => ({
  ...NOTHING,
  source: 'unknown',
  deliverable: 'unknown',
  doubt: { reason, detail },
});
