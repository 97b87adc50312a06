import type { Clock } from '../clock.ts';
import { VizoraError } from '../vizora/errors.ts';
import type { RequestBudget } from '../vizora/request-budget.ts';
import { retryAfterMs } from '../vizora/retry-after.ts';
import { type FetchOutcome, fetchOnce } from './fetch-once.ts';

export interface LimitedFetchOptions {
  /** As the platform counts its limits. */
  readonly route: string;
  readonly budget: RequestBudget;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/** As of any fetch, or `refused`: by the platform or by our own budget, which says nothing about who was asked. */
export type LimitedOutcome = (FetchOutcome & { readonly refused?: false }) | Refused;
interface Refused {
  readonly refused: true;
  readonly detail: string;
}

/** One GET on a route whose requests the platform limits: not beyond our budget, and never sooner than a 429 allows. */
export async function fetchLimited(url: URL, options: LimitedFetchOptions): Promise<LimitedOutcome> {
  const { route, budget, clock, timeoutMs } = options;
  try {
    await budget.take(route);
  } catch (error) {
    if (error instanceof VizoraError) return { refused: true, detail: error.message };
    throw error;
  }
  const outcome = await fetchOnce(url, AbortSignal.timeout(timeoutMs));
  if (!outcome.answered || outcome.status !== 429) return outcome;
  const now = clock.now();
  budget.block(route, now + (retryAfterMs(outcome.headers, now) ?? 0));
  return { refused: true, detail: 'refused for asking too often (429)' };
}
