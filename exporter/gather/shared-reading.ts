import type { Clock } from '../../core/clock.ts';

/** A reading that is shared by all who ask at about the same time, and whose last result can be looked at. */
export interface SharedReading<T> {
  read(): Promise<T>;
  /** What was read last; null before the first time. */
  last(): T | null;
  /** When that ended, in ms since the epoch; null before the first time, and where no clock is given. */
  lastAt(): number | null;
}

/** For how long, in ms, a result serves those who come a little later than the first; default not at all. */
export interface Freshness {
  readonly freshForMs: number;
  readonly clock: Clock;
}

/** Lets all who ask at the same time wait for one reading, so that a resource is never read twice at once. */
export function sharedReading<T>(read: () => Promise<T>, freshness?: Freshness): SharedReading<T> {
  let inFlight: Promise<T> | null = null;
  let last: { readonly value: T; readonly at: number } | null = null;
  const now = () => freshness?.clock.now() ?? 0;

  function isFresh(at: number): boolean {
    const age = now() - at;
    // Negative after the clock was set back: its age is not known then.
    return freshness !== undefined && age >= 0 && age < freshness.freshForMs;
  }

  return {
    async read() {
      if (inFlight === null && last !== null && isFresh(last.at)) return last.value;
      inFlight ??= read()
        .then((value) => {
          last = { value, at: now() };
          return value;
        })
        .finally(() => {
          inFlight = null;
        });
      return inFlight;
    },
    last: () => last?.value ?? null,
    lastAt: () => (freshness === undefined ? null : (last?.at ?? null)),
  };
}
