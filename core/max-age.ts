/** How many times its interval a sample may be old before it says nothing about now. */
const MAX_AGE_IN_INTERVALS = 2.5;

export const maxAgeFor = (intervalMs: number): number => MAX_AGE_IN_INTERVALS * intervalMs;
