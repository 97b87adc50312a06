import { systemClock } from '../../core/clock.ts';

/** Looks until something holds. @throws Error when it does not within that time */
export async function comesTrue(
  what: string,
  holds: () => Promise<boolean>,
  withinMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${withinMs / 1_000} s`);
    await systemClock.sleep(300);
  }
}
