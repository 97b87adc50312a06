import { bad, type Finding, good, unknown } from '../verdict.ts';
import type { Deliverable } from './item-deliverable.ts';
import { type DatedSchedule, isOver, scheduleState } from './schedule-state.ts';

/** A playlist by what it gives. */
export interface PlaylistYield {
  readonly size: number;
  readonly deliverable: Deliverable;
}

/**
 * Does a schedule play a playlist from which nothing can be delivered?
 *
 * @param playlist null where it was not found
 */
export function scheduleEmptyPlaylist(
  schedule: DatedSchedule,
  playlist: PlaylistYield | null,
  now: number,
): Finding {
  if (isOver(scheduleState(schedule, now))) return good;
  if (playlist === null) return unknown('not_readable', 'its playlist was not found');
  const { size, deliverable } = playlist;
  if (size === 0) return bad('its playlist has no item');
  if (deliverable === 'unknown') return unknown('detail_unknown', 'whether its contents have expired');
  return deliverable === 'no' ? bad(`of the ${size} items of its playlist none is delivered`) : good;
}
