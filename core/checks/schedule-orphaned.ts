import { bad, type Finding, good, unknown } from '../verdict.ts';
import { type DatedSchedule, isOver, scheduleState } from './schedule-state.ts';

/**
 * Does a schedule aim at a display that no longer exists?
 *
 * @param gone whether the display itself, asked for by its id, is said not to exist; null while that is not known
 */
export function scheduleOrphaned(
  schedule: DatedSchedule & { readonly displayId: string | null },
  gone: boolean | null,
  now: number,
): Finding {
  if (isOver(scheduleState(schedule, now)) || schedule.displayId === null) return good;
  if (gone === null) return unknown('not_readable', 'whether its display exists');
  return gone ? bad(`there is no display ${schedule.displayId}`) : good;
}
