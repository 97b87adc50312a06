import type { Clock } from '../../core/clock.ts';

/** A reading that is shared by all who ask at about the same time, and whose last result can be looked at. */
export interface SharedReading<T> {
  read(): Promise<T>;
  /** What was read last; null before the first time. */
  last(): T | null;
  /** When that ended, in ms since the epoch; null before the first time, and where no clock is given. */
  lastAt(): number | null;
}

/** For how long, in ms from when it was begun, a reading serves those who come later; default not at all. */
export interface Freshness<T> {
  readonly freshForMs: number | ((last: T) => number);
  readonly clock: Clock;
}

/** Lets all who ask at the same time wait for one reading, so that a resource is never read twice at once. */
export function sharedReading<T>(read: () => Promise<T>, freshness?: Freshness<T>): SharedReading<T> {
  let inFlight: Promise<T> | null = null;
  let last: { readonly value: T; readonly begunAt: number; readonly endedAt: number } | null = null;
  const now = () => freshness?.clock.now() ?? 0;

  function isFresh({ value, begunAt }: { readonly value: T; readonly begunAt: number }): boolean {
    if (freshness === undefined) return false;
    const { freshForMs } = freshness;
    const age = now() - begunAt;
    // Negative after the clock was set back: its age is not known then.
    return age >= 0 && age < (typeof freshForMs === 'number' ? freshForMs : freshForMs(value));
  }

  async function begin(): Promise<T> {
    const begunAt = now();
    const value = await read();
    last = { value, begunAt, endedAt: now() };
    return value;
  }

  return {
    async read() {
      if (inFlight === null && last !== null && isFresh(last)) return last.value;
      inFlight ??= begin().finally(() => {
        inFlight = null;
      });
      return inFlight;
    },
    last: () => last?.value ?? null,
    lastAt: () => (freshness === undefined ? null : (last?.endedAt ?? null)),
  };
}
