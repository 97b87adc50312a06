import type { Clock } from '../../core/clock.ts';

/** A clock that stands still until told; sleeping moves it on. */
export function manualClock(at = 1_000_000): Clock & { at: number } {
  const clock = {
    at,
    now: () => clock.at,
    sleep: async (ms: number) => {
      clock.at += ms;
    },
  };
  return clock;
}
