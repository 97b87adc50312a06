import { setTimeout as delay } from 'node:timers/promises';

/** Time as an argument, so that tests decide what time it is. All times are ms since the epoch. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`; rejects when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A timer of the runtime that is set for longer fires at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    const options = signal ? { signal } : {};
    let left = ms;
    for (; left > LONGEST_TIMER_MS; left -= LONGEST_TIMER_MS) {
      await delay(LONGEST_TIMER_MS, undefined, options);
    }
    await delay(left, undefined, options);
  },
};
