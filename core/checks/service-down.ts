import { bad, type Finding, good, unknown } from '../verdict.ts';

/**
 * One look at a service's liveness over loopback, made of one or more fresh connections. `unknown` is a
 * look that says nothing about the service: refused by a rate limit, or out of our own request budget.
 */
export interface ProbeSample {
  readonly at: number;
  readonly outcome: 'up' | 'down' | 'unknown';
  readonly detail: string;
}

export const PROBES_UNTIL_DOWN = 3;

/**
 * Is the service dead? Bad when the last three looks in a row failed, good when the newest succeeded,
 * unknown in between, and unknown when the newest look is further from now than `maxAge`, as it also is after
 * the clock was set back.
 *
 * @param samples oldest first
 * @param maxAge in ms: how old the newest sample may be
 */
export function serviceDown(samples: readonly ProbeSample[], now: number, maxAge: number): Finding {
  const newest = samples.at(-1);
  if (newest === undefined) return unknown('too_few_samples');
  if (Math.abs(now - newest.at) > maxAge) return unknown('samples_too_old');
  if (newest.outcome === 'up') return good;
  if (newest.outcome === 'unknown') return unknown('not_readable', newest.detail);
  const run = samples.slice(-PROBES_UNTIL_DOWN);
  const first = run[0];
  if (first === undefined || run.length < PROBES_UNTIL_DOWN || run.some((s) => s.outcome !== 'down')) {
    return unknown('too_few_samples', newest.detail);
  }
  return bad(newest.detail, first.at);
}
