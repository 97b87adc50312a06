/** Over how long the platform's counters are compared. */
export const WINDOW = '10m';
const WINDOW_SECONDS = 600;
/** Of twenty: by then both workers have answered. */
const LEAST_SCRAPES = 10;

interface CountedBy {
  readonly job: string;
  /** When the process that counts was started; two workers answer by turns. */
  readonly start: string;
}

/**
 * How much counters of the platform have grown within {@link WINDOW}, and nothing while that cannot be told.
 *
 * The API is two workers behind one port, each with counters of its own, and `increase` takes each step down from one
 * to the other for a restart. The larger of the two only grows: it has half of all where they serve alike, so shares
 * and quantiles are right. After the restart of either it takes two windows until both hold the same two again; and
 * what was not scraped a window ago, though somebody was, was not there and has grown from nothing.
 */
export function grown(selector: string, { job, start }: CountedBy): string {
  const now = `max_over_time(${selector}[${WINDOW}])`;
  const before = `max_over_time(${selector}[${WINDOW}] offset ${WINDOW})`;
  return [
    `clamp_min(${now} - (${before} or 0 * ${now}), 0)`,
    `and on (job) max by (job) (sum_over_time(up{job="${job}"}[${WINDOW}] offset ${WINDOW})) >= ${LEAST_SCRAPES}`,
    `unless on (job) max by (job) (max_over_time(${start}{job="${job}"}[${2 * WINDOW_SECONDS}s])) > time() - ${2 * WINDOW_SECONDS}`,
  ].join('\n');
}

/** The same, for each second. */
export const perSecond = (increase: string): string => `(${increase}) / ${WINDOW_SECONDS}`;
