/** One window of a rate limit. */
export interface ThrottleWindow {
  readonly name: 'short' | 'medium' | 'long' | 'default';
  readonly limit: number;
  readonly ms: number;
}

export interface ThrottleHit {
  readonly remaining: number;
  /** In whole seconds, rounded up: until the window that the first hit opened is over. */
  readonly resetSeconds: number;
  /** In whole seconds, rounded up; null = let through. */
  readonly blockedSeconds: number | null;
}

export interface Throttle {
  /** Counts a request, unless its key is blocked: a block lasts one window from the hit that went too far. */
  hit(key: string, window: ThrottleWindow, blockLasts: boolean): ThrottleHit;
}

interface Counter {
  hits: number[];
  windowEnds: number;
  blockedUntil: number | null;
}

const SWEEP_EVERY_MS = 60_000;
const seconds = (ms: number): number => Math.ceil(ms / 1_000);

/** Counters of one process, in its memory: lost with it, and not shared with the other worker. */
export function createThrottle(now: () => number): Throttle {
  const counters = new Map<string, Counter>();
  let swept = now();
  const sweep = (at: number) => {
    if (at - swept < SWEEP_EVERY_MS) return;
    swept = at;
    for (const [key, { windowEnds, blockedUntil }] of counters) {
      if (windowEnds <= at && (blockedUntil ?? 0) <= at) counters.delete(key);
    }
  };
  return {
    hit(key, window, blockLasts) {
      const at = now();
      sweep(at);
      const name = `${window.name}:${key}`;
      const counter = counters.get(name) ?? { hits: [], windowEnds: at + window.ms, blockedUntil: null };
      counters.set(name, counter);
      if (counter.windowEnds <= at) counter.windowEnds = at + window.ms;
      if (counter.blockedUntil !== null && counter.blockedUntil <= at) {
        counter.blockedUntil = null;
        counter.hits = [];
      }
      const resetSeconds = seconds(counter.windowEnds - at);
      if (counter.blockedUntil !== null) {
        return { remaining: 0, resetSeconds, blockedSeconds: seconds(counter.blockedUntil - at) };
      }
      counter.hits = counter.hits.filter((hit) => hit > at - window.ms);
      counter.hits.push(at);
      if (counter.hits.length > window.limit) {
        if (blockLasts) counter.blockedUntil = at + window.ms;
        return { remaining: 0, resetSeconds, blockedSeconds: seconds(window.ms) };
      }
      return { remaining: window.limit - counter.hits.length, resetSeconds, blockedSeconds: null };
    },
  };
}
