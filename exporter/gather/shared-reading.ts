/** A reading that is shared by all who ask at the same time, and whose last result can be looked at. */
export interface SharedReading<T> {
  read(): Promise<T>;
  /** What was read last; null before the first time. */
  last(): T | null;
}

/** Lets all who ask at the same time wait for one reading, so that a resource is never read twice at once. */
export function sharedReading<T>(read: () => Promise<T>): SharedReading<T> {
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
