import { withinTime } from './within-time.ts';

/**
 * Makes work that cannot be broken off, such as a look at a lost network share, take no more than one thread: while
 * it has not ended, who asks again waits for the same, each for `timeoutMs`.
 *
 * @param late what is thrown when the time is up
 */
export function oneAtATime<T>(
  work: () => Promise<T>,
  timeoutMs: number,
  late: () => Error,
): () => Promise<T> {
  let running: Promise<T> | null = null;
  return () => {
    running ??= work().finally(() => {
      running = null;
    });
    return withinTime(running, timeoutMs, late);
  };
}
