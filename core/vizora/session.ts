import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Call } from './call.ts';
import { VizoraError } from './errors.ts';
import { Login } from './login.ts';
import { type Account, createLoginGuard, type LoginStop } from './login-guard.ts';
import { ROUTES } from './routes.ts';
import { WhoAmI } from './who-am-i.ts';

const RENEW_AT_SHARE_OF_LIFE = 0.8;
/** After a renewal that failed while the old token still serves. */
const NEXT_RENEWAL_MS = 60_000;
/** Long enough for the next slot of one login a minute. */
const LOGIN_WAIT_MS = 65_000;
/** A process that is told to stop has 5 s for everything. */
const CLOSE_WAIT_MS = 1_500;
const LOGOUT_WAIT_MS = 500;
const LOGOUT_TIMEOUT_MS = 2_500;

export interface SessionState {
  readonly logged_in: boolean;
  /** True until the password's content changes or the process restarts; people must be told. */
  readonly login_stopped: boolean;
  readonly login_stop_reason: LoginStop | null;
  /** In a row. */
  readonly failed_logins: number;
}

export interface Session {
  /** A token that should work, logging in where needed, never twice at once. @throws VizoraError */
  token(): Promise<string>;
  /** The platform answered 401 to this token: the next caller logs in again. */
  refused(token: string): void;
  state(): SessionState;
  /** Logs out; afterwards nothing logs in again. Takes at most 5 s. */
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly account: Account;
  /** The organisation that the account must belong to; null accepts any. */
  readonly expectedSlug: string | null;
  readonly call: Call;
  readonly clock: Clock;
  readonly log: Log;
}

interface Live {
  readonly token: string;
  readonly expiresAt: number;
  renewAt: number;
  /** Whether it is known to belong to the right organisation. */
  verified: boolean;
}

/** One account's token: fetched when first needed, renewed before it ends, given back on close. */
export function createSession({ account, expectedSlug, call, clock, log }: SessionOptions): Session {
  const guard = createLoginGuard({ account, clock, log });
  const closing = new AbortController();
  let live: Live | null = null;
  let inFlight: Promise<string> | null = null;

  async function freshToken(): Promise<string> {
    const old = live;
    if (old === null) return verify(await login(LOGIN_WAIT_MS));
    if (!old.verified) return verify(old);
    try {
      return await verify(await login(0));
    } catch (error) {
      if (live !== old || clock.now() >= old.expiresAt || !(error instanceof VizoraError)) throw error;
      log.warn(
        { account: account.email, reason: error.kind },
        'the session was not renewed, but still serves',
      );
      old.renewAt = Math.min(clock.now() + NEXT_RENEWAL_MS, old.expiresAt);
      return old.token;
    }
  }

  async function login(maxWaitMs: number): Promise<Live> {
    const body = { email: account.email, password: guard.password() };
    const { signal } = closing;
    const askedAt = clock.now();
    const answer = await call({
      method: 'POST',
      route: ROUTES.login,
      path: '/auth/login',
      body,
      schema: Login,
      maxWaitMs,
      signal,
    }).catch((error: unknown) => {
      throw error instanceof VizoraError ? guard.failed(error) : error;
    });
    if (answer.access_token === undefined || answer.expiresIn === undefined) {
      throw guard.stop(
        'second_factor',
        `${account.email} got no token, so it has a second factor; give Vizora Ops an account without one`,
      );
    }
    log.info({ account: account.email, expires_in_seconds: answer.expiresIn }, 'logged in to the platform');
    const life = answer.expiresIn * 1_000;
    return {
      token: answer.access_token,
      expiresAt: askedAt + life,
      renewAt: askedAt + life * RENEW_AT_SHARE_OF_LIFE,
      verified: expectedSlug === null,
    };
  }

  /** An account of another organisation must not let us read, let alone write, there. */
  async function verify(candidate: Live): Promise<string> {
    live = candidate;
    if (!candidate.verified) {
      const slug = await slugOf(candidate.token);
      if (slug !== expectedSlug) {
        await logout();
        throw guard.stop(
          'wrong_organisation',
          `${account.email} belongs to the organisation ${slug}, not to ${expectedSlug}; correct organisations.${expectedSlug} in the configuration`,
        );
      }
      candidate.verified = true;
    }
    guard.succeeded();
    return candidate.token;
  }

  async function slugOf(token: string): Promise<string> {
    try {
      const schema = WhoAmI;
      return (await call({ method: 'GET', route: ROUTES.whoAmI, path: '/auth/me', token, schema })).slug;
    } catch (error) {
      if (!(error instanceof VizoraError) || error.kind !== 'unauthorized') throw error;
      live = null;
      throw guard.failed(error);
    }
  }

  async function logout(): Promise<void> {
    const token = live?.token;
    live = null;
    if (token === undefined) return;
    try {
      await call({
        method: 'POST',
        route: ROUTES.logout,
        path: '/auth/logout',
        token,
        schema: z.unknown().optional(),
        maxWaitMs: LOGOUT_WAIT_MS,
        timeoutMs: LOGOUT_TIMEOUT_MS,
      });
    } catch (error) {
      if (!(error instanceof VizoraError)) throw error;
      log.warn(
        { account: account.email, reason: error.kind },
        'logging out failed, the token ends by itself',
      );
    }
  }

  return {
    async token() {
      closing.signal.throwIfAborted();
      if (live?.verified && clock.now() < live.renewAt) return live.token;
      inFlight ??= freshToken().finally(() => {
        inFlight = null;
      });
      return inFlight;
    },
    refused(token) {
      if (live?.token === token) live = null;
    },
    state: () => ({
      logged_in: live?.verified === true && clock.now() < live.expiresAt,
      login_stopped: guard.stopReason() !== null,
      login_stop_reason: guard.stopReason(),
      failed_logins: guard.failedLogins(),
    }),
    async close() {
      closing.abort(new VizoraError('login_stopped', ROUTES.login, 'this session has been closed'));
      if (inFlight !== null) await settledWithin(inFlight, CLOSE_WAIT_MS, clock);
      await logout();
    },
  };
}

async function settledWithin(promise: Promise<unknown>, ms: number, clock: Clock): Promise<void> {
  const settled = new AbortController();
  const quietly = promise.then(
    () => settled.abort(),
    () => settled.abort(),
  );
  await Promise.race([quietly, clock.sleep(ms, settled.signal).catch(() => undefined)]);
}
