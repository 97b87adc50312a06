import type { Checks } from '../core/config/checks.ts';
import { Config } from '../core/config/schema.ts';
import type { Moment } from './agent.ts';
import type { Gather } from './run-agent.ts';

/** The shipped thresholds, all checks on. */
export const shippedChecks: Checks = Config.parse({}).exporter.checks;

/** A look at this time, with clocks that agree and the shipped thresholds. */
export const momentAt = (now: number, checks: Partial<Checks> = {}): Moment => ({
  now,
  platformNow: now,
  checks: { ...shippedChecks, ...checks },
});

/** Reads what is given; whatever else is read is a fault. */
export function gatherOf(given: Partial<Gather>): Gather {
  const refuse = () => Promise.reject(new Error('must not be read'));
  return new Proxy(given, { get: (target, section) => Reflect.get(target, section) ?? refuse }) as Gather;
}
