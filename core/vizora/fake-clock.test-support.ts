import type { Clock } from '../clock.ts';

export interface FakeClock extends Clock {
  /** Moves time on, waking whoever sleeps until then, in order. */
  advance(ms: number): void;
  /** Sets the time without waking anybody, back included. */
  set(now: number): void;
  readonly sleeping: number;
  /** When the next sleeper wakes; null when nobody sleeps. */
  readonly nextAt: number | null;
}

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/**
 * Time for tests. With `hurry` nobody waits: whenever all else has had its turn, time jumps to the next
 * sleeper's end. Without, it stands still until it is advanced.
 */
export function createFakeClock({ hurry = false, start = Date.UTC(2026, 10, 22, 12) } = {}): FakeClock {
  let now = start;
  let sleepers: Sleeper[] = [];

  function wakeNext(until: number): boolean {
    const next = sleepers.toSorted((a, b) => a.until - b.until)[0];
    if (next === undefined || next.until > until) return false;
    sleepers = sleepers.filter((sleeper) => sleeper !== next);
    now = Math.max(now, next.until);
    next.wake();
    return true;
  }

  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise<void>((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const sleeper = { until: now + ms, wake: resolve };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(signal.reason);
        });
        if (hurry) setImmediate(() => wakeNext(Number.POSITIVE_INFINITY));
      }),
    advance(ms) {
      const until = now + ms;
      while (wakeNext(until));
      now = until;
    },
    set(time) {
      now = time;
    },
    get sleeping() {
      return sleepers.length;
    },
    get nextAt() {
      return sleepers.length === 0 ? null : Math.min(...sleepers.map(({ until }) => until));
    },
  };
}
