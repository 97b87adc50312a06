import { VizoraError } from '../../core/vizora/errors.ts';
import type { RequestBudget } from '../../core/vizora/request-budget.ts';
import type { Route } from '../../core/vizora/routes.ts';

/** What may still be asked of one route within one look, by all organisations together. */
export interface RouteAllowance {
  readonly route: Route;
  /** How many requests are left; none once the time is over. */
  left(): number;
  /** Waits until one may be sent; false when that will not be within this look. */
  take(): Promise<boolean>;
  /** Ends it: the route has no room, whoever asks. */
  close(): void;
}

export interface RouteAllowanceOptions {
  readonly route: Route;
  readonly requests: number;
  /** Of ours alone, below what the whole process may ask: others use the same routes. */
  readonly pace: RequestBudget;
  /** How much time the look has left, in ms. */
  readonly timeLeft: () => number;
  readonly stopping: AbortSignal;
}

export function routeAllowance(options: RouteAllowanceOptions): RouteAllowance {
  const { route, pace, timeLeft, stopping } = options;
  let requests = options.requests;
  const left = () => (stopping.aborted || timeLeft() <= 0 ? 0 : requests);
  return {
    route,
    left,
    async take() {
      if (left() === 0) return false;
      requests -= 1;
      try {
        await pace.take(route, stopping, timeLeft());
        return true;
      } catch (error) {
        requests = 0;
        if (stopping.aborted || error instanceof VizoraError) return false;
        throw error;
      }
    },
    close() {
      requests = 0;
    },
  };
}
