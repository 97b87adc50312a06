/** When in the week a schedule claims a screen, by the clock on the wall where the screen hangs. */
export interface ScheduleWindow {
  /** Minutes after midnight. The whole day where one of the two is null, or both are the same. */
  readonly startTime: number | null;
  /** The first minute after the window; before `startTime` where the window ends on the following day. */
  readonly endTime: number | null;
  /** The days on which the window begins; 0 is Sunday. */
  readonly daysOfWeek: readonly number[];
}

/** A minute of the week by a clock on the wall. */
export interface WallTime {
  /** 0 is Sunday. */
  readonly weekday: number;
  /** After midnight. */
  readonly minute: number;
}

/** Minutes of the week, counted from Sunday 00:00; `to` is the first one after. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const DAYS = 7;
const DAY = 1_440;

/** Is this minute of the week inside the window? */
export function windowCovers(window: ScheduleWindow, { weekday, minute }: WallTime): boolean {
  const { daysOfWeek } = window;
  const today = daysOfWeek.includes(weekday);
  const hours = hoursOf(window);
  if (hours.from < hours.to) return today && minute >= hours.from && minute < hours.to;
  const yesterday = daysOfWeek.includes((weekday + DAYS - 1) % DAYS);
  return (today && minute >= hours.from) || (yesterday && minute < hours.to);
}

/** Every minute of the week that the window covers, as spans in order that neither overlap nor touch. */
export function spansOfWeek(window: ScheduleWindow): readonly Span[] {
  const { from, to } = hoursOf(window);
  const spans = Array.from({ length: DAYS }, (_, day) => day)
    .filter((day) => window.daysOfWeek.includes(day))
    .flatMap((day): Span[] => {
      if (from < to) return [{ from: day * DAY + from, to: day * DAY + to }];
      const nextDay = ((day + 1) % DAYS) * DAY;
      return [
        { from: day * DAY + from, to: (day + 1) * DAY },
        { from: nextDay, to: nextDay + to },
      ];
    });
  return joined(spans.filter((span) => span.from < span.to));
}

/** Do two lists of spans, each in order, share a minute? */
export function spansOverlap(some: readonly Span[], others: readonly Span[]): boolean {
  let i = 0;
  let j = 0;
  for (;;) {
    const a = some[i];
    const b = others[j];
    if (a === undefined || b === undefined) return false;
    if (a.from < b.to && b.from < a.to) return true;
    if (a.to <= b.to) i += 1;
    else j += 1;
  }
}

/** The minutes that two lists of spans, each in order, share. */
export function sharedSpans(some: readonly Span[], others: readonly Span[]): readonly Span[] {
  return some.flatMap((a) =>
    others
      .map((b) => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) }))
      .filter(({ from, to }) => from < to),
  );
}

/**
 * The minutes of the week that pass between two instants, by clocks on walls whose offsets from UTC lie between two, in
 * minutes; a part of a minute counts as one.
 */
export function spansBetween(from: number, to: number, { least, most }: OffsetRange): readonly Span[] {
  // 1 January 1970 was a Thursday.
  const first = Math.floor(from / 60_000) + least + 4 * DAY;
  const length = Math.ceil(to / 60_000) + most + 4 * DAY - first;
  if (length >= DAYS * DAY) return [{ from: 0, to: DAYS * DAY }];
  const start = ((first % (DAYS * DAY)) + DAYS * DAY) % (DAYS * DAY);
  const end = start + length;
  if (end <= DAYS * DAY) return [{ from: start, to: end }];
  return [
    { from: 0, to: end - DAYS * DAY },
    { from: start, to: DAYS * DAY },
  ];
}

/** How far clocks on walls are ahead of UTC, in minutes. */
export interface OffsetRange {
  readonly least: number;
  readonly most: number;
}

function hoursOf({ startTime, endTime }: ScheduleWindow): Span {
  const wholeDay = startTime === null || endTime === null || startTime === endTime;
  return wholeDay ? { from: 0, to: DAY } : { from: startTime, to: endTime };
}

function joined(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last === undefined || span.from > last.to) result.push(span);
    else result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
  }
  return result;
}
