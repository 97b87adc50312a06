import type { WallTime } from './schedule-window.ts';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/**
 * What a clock on the wall of a time zone shows at an instant, its seconds dropped; null where there is no such zone.
 *
 * @param timezone as in `Europe/Berlin`; null or empty is UTC
 */
export function wallTime(now: number, timezone: string | null): WallTime | null {
  const format = formatOf(timezone === null || timezone === '' ? 'UTC' : timezone);
  if (format === null) return null;
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
  return {
    weekday: WEEKDAYS.indexOf(parts.get('weekday') ?? ''),
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  } catch (error) {
    // What it throws for a name that is no time zone; anything else is a fault of our own.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
