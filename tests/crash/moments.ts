import type { Moment } from './plan.ts';

/** Counts the moments of one life, and tells when one of those that are waited for has come. */
export interface Moments {
  /** Told of each moment as it comes; its name says what is about to happen, or has just happened. */
  pass(name: string): void;
  /** The names of all that have come, in order. */
  readonly passed: readonly string[];
}

export interface Expected {
  readonly moment: Moment;
  come(name: string, point: number): void;
}

/** @param expected each comes once at most */
export function createMoments(expected: readonly Expected[]): Moments {
  const passed: string[] = [];
  const waiting = expected.map((one) => ({ ...one, left: one.moment.nth }));
  return {
    passed,
    pass(name) {
      passed.push(name);
      for (const one of waiting) {
        if (one.left === 0 || !one.moment.words.every((word) => name.includes(word))) continue;
        one.left -= 1;
        if (one.left === 0) one.come(name, passed.length);
      }
    },
  };
}
