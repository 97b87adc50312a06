import type { OffsetRange } from './schedule-window.ts';
import { wallTime } from './wall-time.ts';

/** No clock on a wall is further from UTC, in minutes. */
export const ANYWHERE: OffsetRange = { least: -12 * 60, most: 14 * 60 };

const WEEK = 7 * 1_440;

/** How far clocks in these time zones are ahead of UTC now; {@link ANYWHERE} where one is no time zone, or there are none. */
export function offsetsOf(timezones: Iterable<string | null>, now: number): OffsetRange {
  const offsets = [...new Set(timezones)].map((timezone) => offsetOf(timezone, now));
  const told = offsets.filter((offset) => offset !== null);
  if (told.length === 0 || told.length < offsets.length) return ANYWHERE;
  return { least: Math.min(...told), most: Math.max(...told) };
}

function offsetOf(timezone: string | null, now: number): number | null {
  const [there, utc] = [wallTime(now, timezone), wallTime(now, null)];
  if (there === null || utc === null) return null;
  const ahead = (there.weekday - utc.weekday) * 1_440 + there.minute - utc.minute;
  // Saturday and Sunday are neighbours.
  return ahead > WEEK / 2 ? ahead - WEEK : ahead < -WEEK / 2 ? ahead + WEEK : ahead;
}
