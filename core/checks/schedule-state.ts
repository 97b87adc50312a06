/** What the dates of a schedule are read from. */
export interface DatedSchedule {
  readonly isActive: boolean;
  /** ISO-8601. */
  readonly startDate: string;
  /** Null for a schedule that never ends. */
  readonly endDate: string | null;
}

/** Where a schedule stands in its life, weekdays and hours aside; `unreadable` is one with a date that is none. */
export type ScheduleState = 'inactive' | 'ended' | 'to_come' | 'in_force' | 'unreadable';

/** The platform compares instants: the first and the last one belong to the schedule. */
export function scheduleState(schedule: DatedSchedule, now: number): ScheduleState {
  if (!schedule.isActive) return 'inactive';
  const start = Date.parse(schedule.startDate);
  const end = schedule.endDate === null ? Number.POSITIVE_INFINITY : Date.parse(schedule.endDate);
  if (end < now) return 'ended';
  if (Number.isNaN(start) || Number.isNaN(end)) return 'unreadable';
  return start > now ? 'to_come' : 'in_force';
}

/** Is there nothing more to come of it? What is over claims no screen, so that nothing about it is wrong. */
export const isOver = (state: ScheduleState): boolean => state === 'inactive' || state === 'ended';
