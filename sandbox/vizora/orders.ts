import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import type { AppName } from './settings.ts';
import type { Strict, StrictnessName } from './strictness.ts';

/** What goes wrong in the apps, on demand; the rest of the faults happens outside of them. */
export interface AppFaults {
  /** It ends with code 1 as soon as it is started. */
  readonly crash_at_start?: { readonly app: AppName };
  /** These processes answer nothing any more; their successors do. */
  readonly hang?: { readonly app: AppName; readonly pids: readonly number[] };
  readonly hang_always?: { readonly app: AppName };
  readonly slow?: { readonly app: AppName; readonly ms: number };
  readonly error_500?: { readonly app: AppName; readonly path_prefix?: string };
  /** 200 with a body of another shape. */
  readonly garbage?: { readonly app: AppName };
  readonly rate_limit_off?: Record<string, never>;
  /** The API is of a version that has not these routes, named as in `POST /api/v1/content/:id/archive`. */
  readonly routes_missing?: { readonly routes: readonly string[] };
  /** The API is of a version that does not tell this field: `data[].location` for one of a list's rows. */
  readonly field_hidden?: { readonly route: string; readonly field: string };
  /** These processes hold memory until they use this share of what PM2 allows them. */
  readonly memory_high?: { readonly app: AppName; readonly pids: readonly number[]; readonly ratio: number };
  /** It ends with code 1 after so many ms, again and again, until that time (ms since the epoch). */
  readonly restart_storm?: { readonly app: AppName; readonly every_ms: number; readonly until: number };
  /** These processes of the gateway have lost Redis for good; their successors have it. */
  readonly realtime_stuck?: { readonly pids: readonly number[] };
  /** The middleware says that it is not ready, whatever its dependencies are. */
  readonly not_ready?: Record<string, never>;
  /** The middleware says that it took the status document, and did not. */
  readonly status_swallowed?: Record<string, never>;
  /** What the tokens of one organisation get. */
  readonly organisation_broken?: { readonly organization_id: string; readonly how: BrokenWay };
}

/** How the API can fail for one organisation. */
export const BROKEN_WAYS = ['refuse', 'hang', 'error_500', 'garbage', 'unauthorized'] as const;
export type BrokenWay = (typeof BROKEN_WAYS)[number];

/** What the control port tells the apps; a file, so that it reaches them whatever else is down. */
export interface Orders {
  readonly faults: AppFaults;
  readonly strictness_off: readonly StrictnessName[];
}

const NO_ORDERS: Orders = { faults: {}, strictness_off: [] };
/** How old the orders may be that an app obeys, in ms. */
export const LOOK_EVERY_MS = 50;

export function writeOrders(file: string, orders: Orders): void {
  writeFileSync(`${file}.new`, JSON.stringify(orders));
  renameSync(`${file}.new`, file);
}

export function readOrders(file: string): Orders {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Orders;
  } catch (error) {
    if (isMissing(error)) return NO_ORDERS;
    throw error;
  }
}

export interface OrderBook {
  readonly faults: () => AppFaults;
  readonly strict: Strict;
  /** Changes whenever the orders do: what was prepared under other orders is stale. */
  readonly revision: () => number;
}

/** The orders in force, at most 50 ms old, for the price of one `stat` in that time. */
export function openOrderBook(file: string, now: () => number): OrderBook {
  let orders = NO_ORDERS;
  let off = new Set<StrictnessName>();
  let looked = Number.NEGATIVE_INFINITY;
  let stamp = '';
  let revision = 0;
  const refresh = () => {
    if (now() - looked < LOOK_EVERY_MS) return;
    looked = now();
    const found = stampOf(file);
    if (found === stamp) return;
    stamp = found;
    orders = readOrders(file);
    off = new Set(orders.strictness_off);
    revision++;
  };
  return {
    faults: () => {
      refresh();
      return orders.faults;
    },
    strict: (name) => !off.has(name),
    revision: () => {
      refresh();
      return revision;
    },
  };
}

function stampOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? '' : `${found.mtimeNs}-${found.ino}`;
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
