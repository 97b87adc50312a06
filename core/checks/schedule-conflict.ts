import { type DatedSchedule, isOver, scheduleState } from './schedule-state.ts';
import {
  type OffsetRange,
  type ScheduleWindow,
  type Span,
  sharedSpans,
  spansBetween,
  spansOfWeek,
  spansOverlap,
} from './schedule-window.ts';

/** What is read of a schedule that may claim the hours of another. */
export interface ConflictingSchedule extends DatedSchedule, ScheduleWindow {
  readonly id: string;
  readonly priority: number;
  readonly playlistId: string;
}

/** A schedule that is not over, made ready to be compared with many. */
export interface Rival<S extends ConflictingSchedule = ConflictingSchedule> {
  readonly schedule: S;
  /** What of it is still to come; NaN where a date cannot be read. */
  readonly from: number;
  readonly to: number;
  readonly hours: readonly Span[];
}

/** Null for a schedule that is over, which is nobody's rival. */
export function rivalOf<S extends ConflictingSchedule>(schedule: S, now: number): Rival<S> | null {
  if (isOver(scheduleState(schedule, now))) return null;
  return {
    schedule,
    from: Math.max(Date.parse(schedule.startDate), now),
    to: schedule.endDate === null ? Number.POSITIVE_INFINITY : Date.parse(schedule.endDate),
    hours: spansOfWeek(schedule),
  };
}

const WEEK_MS = 7 * 86_400_000;

/**
 * Do two schedules that aim at the same display claim it at the same time with equal priority, for different
 * playlists, so that what it shows is not defined? One that begins at the instant at which the other ends hands over.
 * Null where a date that cannot be read decides.
 *
 * @param offsets of the clocks at their displays: in days that both share, the hours of both may never come
 */
export function areInConflict(a: Rival, b: Rival, offsets: OffsetRange): boolean | null {
  if (a.schedule.priority !== b.schedule.priority) return false;
  if (a.schedule.playlistId === b.schedule.playlistId) return false;
  if (!spansOverlap(a.hours, b.hours)) return false;
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  if (Number.isNaN(from) || Number.isNaN(to)) return a.from >= b.to || b.from >= a.to ? false : null;
  if (from >= to) return false;
  return to - from >= WEEK_MS || spansOverlap(sharedSpans(a.hours, b.hours), spansBetween(from, to, offsets));
}
