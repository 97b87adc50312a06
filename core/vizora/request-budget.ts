import type { Clock } from '../clock.ts';
import { VizoraError } from './errors.ts';
import { ROUTES } from './routes.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long a request waits for room before it gives up, unless told otherwise. */
export const DEFAULT_WAIT_MS = 10 * SECOND;

export interface RequestBudgetOptions {
  readonly clock: Clock;
  /** Limits for each route, below the platform's own (10, 100 and 1000), which it counts per IP address. */
  readonly perSecond: number;
  readonly perMinute: number;
  readonly perHour: number;
  /** Of all accounts together; the platform allows 5 a minute. Default 1 a minute. */
  readonly logins?: Window;
}

/** Keeps all callers of one process below the platform's limits. */
export interface RequestBudget {
  /**
   * Resolves when a request to this route may be sent, in the order of asking.
   *
   * @throws VizoraError `budget_exhausted` at once when that would take longer than `maxWaitMs`; the signal's
   * reason when aborted while waiting
   */
  take(route: string, signal?: AbortSignal, maxWaitMs?: number): Promise<void>;
  /** Sends nothing to this route before `until` (ms since the epoch), as a 429 demands. */
  block(route: string, until: number): void;
}

/** At most `limit` requests in any interval of `length` ms. */
export interface Window {
  readonly limit: number;
  readonly length: number;
}

interface RouteState {
  readonly windows: readonly Window[];
  /** When requests were or will be sent, ascending, at most the longest window back. */
  sent: number[];
  blockedUntil: number;
}

/**
 * Sliding windows per route. Own code and not a rate-limiter package: those read the system's clock and
 * count fixed windows, of which two neighbours let twice the limit through; here every interval of a
 * window's length stays within the limit.
 */
export function createRequestBudget(options: RequestBudgetOptions): RequestBudget {
  const { clock } = options;
  const routes = new Map<string, RouteState>();
  let lastSeen = clock.now();

  /** A clock that was set back would make all that was sent look like the future, and block us. */
  function now(): number {
    const time = clock.now();
    const setBackBy = lastSeen - time;
    if (setBackBy > 0) {
      for (const state of routes.values()) {
        state.sent = state.sent.map((at) => at - setBackBy);
        state.blockedUntil -= setBackBy;
      }
    }
    lastSeen = time;
    return time;
  }

  function stateOf(route: string): RouteState {
    const known = routes.get(route);
    if (known !== undefined) return known;
    const created = { windows: windowsOf(route, options), sent: [], blockedUntil: 0 };
    routes.set(route, created);
    return created;
  }

  return {
    async take(route, signal, maxWaitMs = DEFAULT_WAIT_MS) {
      signal?.throwIfAborted();
      const state = stateOf(route);
      const giveUpAt = now() + maxWaitMs;
      for (;;) {
        const time = now();
        state.sent = state.sent.filter((at) => at > time - HOUR);
        const at = nextRoom(state, time);
        if (at > giveUpAt) throw exhausted(route, at - time);
        state.sent.push(at);
        if (at <= time) return;
        try {
          await clock.sleep(at - time, signal);
        } catch (error) {
          withdraw(state, at);
          signal?.throwIfAborted();
          throw error;
        }
        if (state.blockedUntil <= now()) return;
        withdraw(state, at);
      }
    },
    block(route, until) {
      const state = stateOf(route);
      state.blockedUntil = Math.max(state.blockedUntil, until);
    },
  };
}

function windowsOf(route: string, options: RequestBudgetOptions): Window[] {
  const ofRoute =
    route === ROUTES.login
      ? (options.logins ?? { limit: 1, length: MINUTE })
      : { limit: options.perMinute, length: MINUTE };
  return [{ length: SECOND, limit: options.perSecond }, ofRoute, { length: HOUR, limit: options.perHour }];
}

/** The first moment at which one more request keeps every window within its limit. */
function nextRoom({ windows, sent, blockedUntil }: RouteState, now: number): number {
  const edges = windows.map(({ length, limit }) => (sent.at(-limit) ?? Number.NEGATIVE_INFINITY) + length);
  return Math.max(now, blockedUntil, sent.at(-1) ?? 0, ...edges);
}

function withdraw(state: RouteState, at: number): void {
  const index = state.sent.lastIndexOf(at);
  if (index >= 0) state.sent.splice(index, 1);
}

function exhausted(route: string, waitMs: number): VizoraError {
  const seconds = Math.ceil(waitMs / SECOND);
  return new VizoraError(
    'budget_exhausted',
    route,
    `our own request budget has room again in ${seconds} s; nothing was sent`,
    { retryAfterMs: waitMs },
  );
}
