import { bad, type Finding, good, unknown } from '../verdict.ts';

/** What the check reads of a schedule. */
export interface EndingSchedule {
  readonly isActive: boolean;
  /** ISO-8601 with time zone, or null for a schedule that never ends. */
  readonly endDate: string | null;
}

/**
 * Is the schedule active although its end date has passed? The platform never switches ended schedules
 * off itself. The last instant of the schedule is its `endDate`: it is past its end one ms later.
 */
export function schedulePastEnd(schedule: EndingSchedule, now: number): Finding {
  if (!schedule.isActive || schedule.endDate === null) return good;
  const end = Date.parse(schedule.endDate);
  if (Number.isNaN(end)) return unknown('unparseable_date', 'its end date cannot be read');
  return now > end ? bad(`ended at ${new Date(end).toISOString()}`, end) : good;
}
