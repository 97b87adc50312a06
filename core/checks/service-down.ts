import type { Finding } from '../verdict.ts';
import { failedLooks, LOOKS_UNTIL_BAD, type LookSample } from './failed-looks.ts';

/**
 * One look at a service's liveness over loopback, made of one or more fresh connections. `unknown` is a
 * look that says nothing about the service: refused by a rate limit, or out of our own request budget.
 */
export type ProbeSample = LookSample;

export const PROBES_UNTIL_DOWN: number = LOOKS_UNTIL_BAD;

/**
 * Is the service dead? Bad when the last three looks in a row failed, good when the newest succeeded,
 * unknown in between, and unknown when the newest look is further from now than `maxAge`, as it also is after
 * the clock was set back.
 *
 * @param samples oldest first
 * @param maxAge in ms: how old the newest sample may be
 */
export const serviceDown = (samples: readonly ProbeSample[], now: number, maxAge: number): Finding =>
  failedLooks(samples, now, maxAge);
