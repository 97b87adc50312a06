/** A reading that is shared by all who ask at the same time, and whose last result can be looked at. */
export interface Shared<T> {
  read(): Promise<T>;
  /** What was read last; null before the first time. */
  last(): T | null;
}

/** Lets all who ask at the same time wait for one reading, so that a resource is never read twice at once. */
export function shared<T>(read: () => Promise<T>): Shared<T> {
  let inFlight: Promise<T> | null = null;
  let last: T | null = null;
  return {
    read() {
      inFlight ??= read()
        .then((value) => {
          last = value;
          return value;
        })
        .finally(() => {
          inFlight = null;
        });
      return inFlight;
    },
    last: () => last,
  };
}

/** How many times its interval a sample may be old before it says nothing about now. */
const MAX_AGE_IN_INTERVALS = 2.5;

export const maxAgeFor = (intervalMs: number): number => MAX_AGE_IN_INTERVALS * intervalMs;
