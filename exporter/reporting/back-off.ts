const FIRST_PAUSE_MS = 60_000;
/** After pauses of 1, 2, 4, 8 and 16 min: about half an hour in all. */
const MOST_ATTEMPTS = 6;

/** When to try again after so many attempts that failed, in ms since the epoch; null when that is enough. */
export function nextAttempt(failed: number, now: number): number | null {
  return failed >= MOST_ATTEMPTS ? null : now + FIRST_PAUSE_MS * 2 ** (failed - 1);
}
