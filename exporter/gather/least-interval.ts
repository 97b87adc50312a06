const HOUR_MS = 3_600_000;
/** The rest is for walks that must be repeated, and for others who ask the same. */
const SHARE_OF_BUDGET = 0.8;

/** How much time must be between two looks that cost so many requests of one route, in ms, so that they stay within the hour. */
export const leastInterval = (requests: number, { per_hour }: { readonly per_hour: number }): number =>
  (requests * HOUR_MS) / (per_hour * SHARE_OF_BUDGET);
