import type { Clock } from '../clock.ts';
import { VizoraError, type VizoraErrorKind } from './errors.ts';
import { PAGE_LIMIT, type Page } from './page.ts';

const WALKS = 4;
const PAUSE_BETWEEN_WALKS_MS = 250;
/** How long one scan may take, unless told otherwise: within our own budget a thousand pages take their time. */
const SCAN_BUDGET_MS = 600_000;

/**
 * Why a list could not be read whole; a closed set, used as a metric label: the list moved while it was
 * read (`total_moved`, `missing_items`, `surplus_items`), it took too long, or a page failed.
 */
export type ScanFailure = 'total_moved' | 'missing_items' | 'surplus_items' | 'time_budget' | VizoraErrorKind;

/** A list as read at one time (`at`, ms since the epoch: when its first page was asked for), whole or not. */
export type Scan<T> =
  | { readonly complete: true; readonly items: readonly T[]; readonly total: number; readonly at: number }
  | {
      readonly complete: false;
      readonly reason: ScanFailure;
      readonly detail: string;
      /** What was seen; absence from it means nothing. */
      readonly items: readonly T[];
      readonly at: number;
    };

export interface ScanOptions {
  readonly clock: Clock;
  readonly timeBudgetMs?: number;
}

/**
 * Walks all pages of a list, however many, within a time budget. Pages shift when rows come or go meanwhile:
 * a walk counts only when as many different ids were seen as the platform says there are, on the first page
 * and on the last; else it is walked again, a few times. What counting cannot see is one row that comes
 * while another goes, so absence from a complete scan still has to be confirmed by id before acting on it.
 *
 * @param readPage page number from 1, and how many ms it may take
 */
export async function scan<T extends { readonly id: string }>(
  readPage: (page: number, withinMs: number) => Promise<Page<T>>,
  { clock, timeBudgetMs = SCAN_BUDGET_MS }: ScanOptions,
): Promise<Scan<T>> {
  const endsAt = clock.now() + timeBudgetMs;
  for (let walks = 1; ; walks++) {
    const result = await walk(readPage, clock, endsAt);
    const pause = PAUSE_BETWEEN_WALKS_MS * walks;
    const last = walks === WALKS || clock.now() + pause >= endsAt;
    if (result.complete || !moved(result.reason) || last) return result;
    await clock.sleep(pause);
  }
}

function moved(reason: ScanFailure): boolean {
  return reason === 'total_moved' || reason === 'missing_items' || reason === 'surplus_items';
}

async function walk<T extends { readonly id: string }>(
  readPage: (page: number, withinMs: number) => Promise<Page<T>>,
  clock: Clock,
  endsAt: number,
): Promise<Scan<T>> {
  const at = clock.now();
  const seen = new Map<string, T>();
  const incomplete = (reason: ScanFailure, detail: string): Scan<T> => ({
    complete: false,
    reason,
    detail,
    items: [...seen.values()],
    at,
  });
  let firstTotal: number | undefined;
  for (let number = 1; ; number++) {
    const timeLeft = endsAt - clock.now();
    if (timeLeft <= 0) return incomplete('time_budget', `out of time before page ${number}`);
    let page: Page<T>;
    try {
      page = await readPage(number, timeLeft);
    } catch (error) {
      if (error instanceof VizoraError) return incomplete(error.kind, error.message);
      throw error;
    }
    for (const item of page.items) seen.set(item.id, item);
    firstTotal ??= page.total;
    if (page.items.length > 0 && number * PAGE_LIMIT < page.total) continue;
    const { total } = page;
    if (total !== firstTotal) return incomplete('total_moved', `from ${firstTotal} to ${total}`);
    if (seen.size < total) return incomplete('missing_items', `${seen.size} of ${total} seen`);
    if (seen.size > total) return incomplete('surplus_items', `${seen.size} seen where ${total} should be`);
    return { complete: true, items: [...seen.values()], total, at };
  }
}
