import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { createCall, type Observation } from './call.ts';
import type { Account } from './login-guard.ts';
import { createOrganisation, type OrganisationApi } from './organisation.ts';
import type { RequestBudget } from './request-budget.ts';
import { createSession } from './session.ts';
import { createTransport } from './transport.ts';

const LONGEST_TIMEOUT_MS = 10_000;

export interface VizoraOptions {
  /** Without `/api/v1`, as in `http://127.0.0.1:3000`. */
  readonly baseUrl: string;
  /** Shared by everything in the process that asks this platform. */
  readonly budget: RequestBudget;
  readonly clock: Clock;
  readonly log: Log;
  /** For one call with its retries; at most, and by default, 10 s. */
  readonly timeoutMs?: number;
  /** Told of every request that was sent or that the budget refused, for metrics. */
  readonly observe?: (observation: Observation) => void;
  /** From 0 to 1, for jitter. */
  readonly random?: () => number;
}

export interface Vizora {
  /**
   * The API as one account sees it. The same account and organisation twice share one session.
   *
   * @param expectedSlug the organisation that the account must belong to; null accepts any
   */
  organisation(account: Account, expectedSlug: string | null): OrganisationApi;
  /** Our clock minus the platform's in ms, within about half a second; null before its first answer. */
  clockSkewMs(): number | null;
  /** Logs every session out and closes all connections. */
  close(): Promise<void>;
}

/** The platform's API: one pool of connections and one session per account. */
export function createVizora(options: VizoraOptions): Vizora {
  const { baseUrl, budget, clock, log, observe = () => undefined, random = Math.random } = options;
  const timeoutMs = Math.min(options.timeoutMs ?? LONGEST_TIMEOUT_MS, LONGEST_TIMEOUT_MS);
  const transport = createTransport({ baseUrl, timeoutMs, clock });
  const call = createCall({ transport, budget, clock, timeoutMs, observe, random });
  const organisations = new Map<string, OrganisationApi>();

  return {
    organisation(account, expectedSlug) {
      const key = JSON.stringify([account.email.trim().toLowerCase(), expectedSlug]);
      const known = organisations.get(key);
      if (known !== undefined) return known;
      const session = createSession({ account, expectedSlug, call, clock, log });
      const created = createOrganisation({ session, call, clock, clockSkewMs: transport.clockSkewMs });
      organisations.set(key, created);
      return created;
    },
    clockSkewMs: transport.clockSkewMs,
    async close() {
      await Promise.all([...organisations.values()].map((organisation) => organisation.close()));
      await transport.close();
    },
  };
}
