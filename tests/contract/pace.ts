import type { Clock } from '../../core/clock.ts';
import type { Ask } from './row.ts';

interface Limit {
  readonly most: number;
  readonly withinMs: number;
}

/** Below the platform's own limits of 10 and 100, since others share our address. */
const EVERY_ROUTE: readonly Limit[] = [
  { most: 8, withinMs: 1_100 },
  { most: 80, withinMs: 61_000 },
];

/** Routes with a limit of their own, some 5 and 10 a minute. */
const OWN: Readonly<Record<string, Limit>> = {
  'POST /api/v1/auth/login': { most: 4, withinMs: 61_000 },
  'POST /api/v1/auth/refresh': { most: 8, withinMs: 61_000 },
  'POST /api/v1/fleet/commands': { most: 8, withinMs: 61_000 },
};

const ID = /[0-9a-f]{8}-[0-9a-f-]{27}|c[a-z0-9]{19,29}(?=\/|$)/g;

/**
 * Waits before a request until its route has room again, so that a check uses up nobody's limit.
 *
 * @param stop ends the wait, which then rejects
 */
export function createPace(clock: Clock, stop?: AbortSignal): (ask: Ask) => Promise<void> {
  const sent = new Map<string, number[]>();
  return async (ask) => {
    if (ask.host !== 'middleware') return;
    const route = `${ask.method} ${(ask.path.split('?')[0] ?? '').replace(ID, ':id')}`;
    const limits = [...EVERY_ROUTE, ...(OWN[route] ? [OWN[route]] : [])];
    const times = sent.get(route) ?? [];
    sent.set(route, times);
    for (;;) {
      const now = clock.now();
      const waits = limits.map(
        ({ most, withinMs }) => (times.at(-most) ?? Number.NEGATIVE_INFINITY) + withinMs - now,
      );
      const wait = Math.max(...waits);
      if (wait <= 0) break;
      // What was made is still taken away after a stop, and that must keep to the limits too.
      await clock.sleep(wait, stop?.aborted ? undefined : stop);
    }
    times.push(clock.now());
  };
}
