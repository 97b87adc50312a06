import { type DatedSchedule, isOver, scheduleState } from './schedule-state.ts';
import { type ScheduleWindow, type Span, spansOfWeek, spansOverlap } from './schedule-window.ts';

/** What is read of a schedule that may claim the hours of another. */
export interface ConflictingSchedule extends DatedSchedule, ScheduleWindow {
  readonly id: string;
  readonly priority: number;
  readonly playlistId: string;
}

/** A schedule that is not over, made ready to be compared with many. */
export interface Rival<S extends ConflictingSchedule = ConflictingSchedule> {
  readonly schedule: S;
  /** NaN where a date cannot be read. */
  readonly from: number;
  readonly to: number;
  readonly hours: readonly Span[];
}

/** Null for a schedule that is over, which is nobody's rival. */
export function rivalOf<S extends ConflictingSchedule>(schedule: S, now: number): Rival<S> | null {
  if (isOver(scheduleState(schedule, now))) return null;
  return {
    schedule,
    from: Date.parse(schedule.startDate),
    to: schedule.endDate === null ? Number.POSITIVE_INFINITY : Date.parse(schedule.endDate),
    hours: spansOfWeek(schedule),
  };
}

/**
 * Do two schedules that aim at the same display claim it at the same time with equal priority, for different
 * playlists, so that what it shows is not defined? Null where a date that cannot be read decides.
 */
export function areInConflict(a: Rival, b: Rival): boolean | null {
  if (a.schedule.priority !== b.schedule.priority) return false;
  if (a.schedule.playlistId === b.schedule.playlistId) return false;
  if (!spansOverlap(a.hours, b.hours)) return false;
  if (a.from > b.to || b.from > a.to) return false;
  return [a.from, a.to, b.from, b.to].some(Number.isNaN) ? null : true;
}
