/** Lets all who ask at the same time wait for one reading, so that a resource is never read twice at once. */
export function shared<T>(read: () => Promise<T>): () => Promise<T> {
  let inFlight: Promise<T> | null = null;
  return () => {
    inFlight ??= read().finally(() => {
      inFlight = null;
    });
    return inFlight;
  };
}

/** How many times its interval a sample may be old before it says nothing about now. */
const MAX_AGE_IN_INTERVALS = 2.5;

export const maxAgeFor = (intervalMs: number): number => MAX_AGE_IN_INTERVALS * intervalMs;
