import { bad, type Finding, good, type UnknownReason, unknown } from '../verdict.ts';

/** One look at something that answers or does not; `unknown` is a look that tells nothing about it. */
export interface LookSample {
  readonly at: number;
  readonly outcome: 'up' | 'down' | 'unknown';
  readonly detail: string;
  /** Why it tells nothing, where it is not that nothing could be read. */
  readonly reason?: UnknownReason;
}

export const LOOKS_UNTIL_BAD = 3;

/**
 * Bad when the last three looks in a row failed, good when the newest succeeded, unknown in between, and unknown
 * when the newest look is further from now than `maxAge`, as it also is after the clock was set back.
 *
 * @param looks oldest first
 * @param maxAge in ms: how old the newest look may be
 */
export function failedLooks(looks: readonly LookSample[], now: number, maxAge: number): Finding {
  const newest = looks.at(-1);
  if (newest === undefined) return unknown('too_few_samples');
  if (Math.abs(now - newest.at) > maxAge) return unknown('samples_too_old');
  if (newest.outcome === 'up') return good;
  if (newest.outcome === 'unknown') return unknown(newest.reason ?? 'not_readable', newest.detail);
  const run = looks.slice(-LOOKS_UNTIL_BAD);
  const first = run[0];
  if (first === undefined || run.length < LOOKS_UNTIL_BAD || run.some(({ outcome }) => outcome !== 'down')) {
    return unknown('too_few_samples', newest.detail);
  }
  return bad(newest.detail, first.at);
}
