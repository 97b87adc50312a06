/** The moment at which panels are asked, in seconds. */
export const NOW = Date.UTC(2026, 2, 2, 12) / 1_000;

const MINUTE = 60;
const HOUR = 3_600;
/** Since when counters grow: longer than any panel looks back, by an hour. */
const HOURS = 25;

/** The value of a series at a moment; null is no series. */
export type Course = (at: number) => number | null;

/** When everything is scraped. */
export const minutes = Array.from(
  { length: (HOURS * HOUR) / MINUTE + 1 },
  (_, index) => NOW - HOURS * HOUR + index * MINUTE,
);

/** The same for the last hour. */
export const steady =
  (value: number): Course =>
  (at) =>
    at >= NOW - HOUR ? value : null;
/** A counter that grows alike all the time. */
export const growing =
  (perHour: number): Course =>
  (at) =>
    (perHour * (at - (NOW - HOURS * HOUR))) / HOUR;
/** Each value from so many minutes ago on; null is no series. */
export const steps =
  (...all: readonly (readonly [minutesAgo: number, value: number | null])[]): Course =>
  (at) =>
    all.findLast(([ago]) => at >= NOW - ago * MINUTE)?.[1] ?? null;
/** The time so many seconds before the moment. */
export const ago = (seconds: number): Course => steady(NOW - seconds);

/** Labels as they stand in braces. */
export const labels = (all: Readonly<Record<string, string>>) =>
  Object.entries(all)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',');

/** A histogram that only grows, all of it in one bucket. */
export const histogram = (
  name: string,
  of: string,
  bounds: readonly string[],
  within: string,
  perHour: number,
  sumPerHour: number,
): [string, Course][] => {
  const and = of === '' ? '' : `${of},`;
  const braced = of === '' ? '' : `{${of}}`;
  return [
    ...[...bounds, '+Inf'].map((le, index): [string, Course] => [
      `${name}_bucket{${and}le="${le}"}`,
      growing(index >= bounds.indexOf(within) ? perHour : 0),
    ]),
    [`${name}_count${braced}`, growing(perHour)],
    [`${name}_sum${braced}`, growing(sumPerHour)],
  ];
};
