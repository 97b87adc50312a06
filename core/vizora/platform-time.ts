/** It is measured by whole seconds: what is less says nothing. */
const SKEW_THAT_SAYS_NOTHING_MS = 2_000;

/**
 * The time by the clock of the platform, which writes the dates of its rows, in ms since the epoch.
 *
 * @param skewMs our clock minus the platform's; null before its first answer, when our own has to do
 */
export const platformTime = (now: number, skewMs: number | null): number =>
  skewMs === null || Math.abs(skewMs) <= SKEW_THAT_SAYS_NOTHING_MS ? now : now - skewMs;
