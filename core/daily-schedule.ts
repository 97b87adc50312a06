import { Cron } from 'croner';

/** A time of day at which something is to be done once. */
export interface DailySchedule {
  /** The last time that it was due, at or before now; ms since the epoch. */
  lastDue(now: number): number;
  /** The day of that moment where the people are, as in `2026-11-25`. */
  dayOf(at: number): string;
}

/**
 * @param at a time of day, as in `08:00`; one that a day lacks is the next that it has
 * @param timezone default the host's
 */
export function dailySchedule(at: string, timezone: string | undefined): DailySchedule {
  const [hour, minute] = at.split(':').map(Number);
  const zone = timezone === undefined ? {} : { timezone };
  const cron = new Cron(`${minute} ${hour} * * *`, { ...zone, paused: true });
  const day = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...(timezone === undefined ? {} : { timeZone: timezone }),
  });
  return {
    lastDue(now) {
      // A ms later, since the very moment itself is none before it.
      const [last] = cron.previousRuns(1, new Date(now + 1));
      if (last === undefined) throw new Error(`${at} was never`);
      return last.getTime();
    },
    dayOf: (moment) => day.format(moment),
  };
}
