import { setTimeout as delay } from 'node:timers/promises';

/** Time as an argument, so that tests decide what time it is. All times are ms since the epoch. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`; rejects when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}),
};
