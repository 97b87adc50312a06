import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { VizoraError } from './errors.ts';
import { ROUTES } from './routes.ts';

const FAILED_LOGINS_UNTIL_STOP = 3;
/** All that is asked for within one look is one try: else it would be the last one, and take everybody's logins. */
const PAUSE_AFTER_REFUSAL_MS = 10_000;
/** The platform locks an account for this long after ten wrong passwords. */
const ACCOUNT_LOCK_MS = 15 * 60_000;

export interface Account {
  readonly email: string;
  /** Read at each login, so that a rotated password is taken up; may throw, with a message for people. */
  readonly password: () => string;
}

/** Why no login is tried any more; a closed set. */
export type LoginStop = 'failed_logins' | 'second_factor' | 'wrong_organisation' | 'password_unreadable';

/** Decides whether a login may be tried, so that a wrong password never locks the account. */
export interface LoginGuard {
  /** The password to log in with. @throws VizoraError when no login may be tried */
  password(): string;
  succeeded(): void;
  /** Counts what was a refusal of this account, and not trouble on the way. Returns the error to throw. */
  failed(error: VizoraError): VizoraError;
  /** Ends all logins until the password changes. Returns the error to throw. */
  stop(reason: LoginStop, message: string): VizoraError;
  failedLogins(): number;
  stopReason(): LoginStop | null;
}

export function createLoginGuard(options: { account: Account; clock: Clock; log: Log }): LoginGuard {
  const { account, clock, log } = options;
  let failedLogins = 0;
  let stopped: { reason: LoginStop; message: string } | null = null;
  let unreadable = false;
  let lockedUntil = 0;
  let refusal: { readonly error: VizoraError; readonly at: number } | null = null;
  let passwordTried: string | null = null;

  function readPassword(): string {
    try {
      const password = account.password();
      unreadable = false;
      return password;
    } catch (error) {
      const why = error instanceof Error ? error.message : 'for an unknown reason';
      const message = `the password of ${account.email} cannot be read: ${why}`;
      if (!unreadable) log.error({ account: account.email, reason: 'password_unreadable' }, message);
      unreadable = true;
      throw stopError('password_unreadable', message);
    }
  }

  function stop(reason: LoginStop, message: string): VizoraError {
    log.error({ account: account.email, reason }, message);
    stopped = { reason, message };
    return stopError(reason, message);
  }

  return {
    password() {
      const password = readPassword();
      const digest = createHash('sha256').update(password).digest('hex');
      if (passwordTried !== null && passwordTried !== digest) {
        log.info({ account: account.email }, 'the password has changed, logging in is tried again');
        failedLogins = 0;
        stopped = null;
        lockedUntil = 0;
        refusal = null;
      }
      if (stopped !== null) throw stopError(stopped.reason, stopped.message);
      if (lockedUntil > clock.now()) throw accountLocked(account, lockedUntil - clock.now());
      if (refusal !== null && isWithin(PAUSE_AFTER_REFUSAL_MS, refusal.at, clock.now())) throw refusal.error;
      passwordTried = digest;
      return password;
    },
    succeeded() {
      failedLogins = 0;
      refusal = null;
    },
    failed(error) {
      // The lock of an account is a 429 without any Retry-After, unlike the limit of the route.
      const locked = error.kind === 'rate_limited' && error.retryAfterMs === undefined;
      if (locked) lockedUntil = clock.now() + ACCOUNT_LOCK_MS;
      if (!locked && !['unauthorized', 'rejected', 'forbidden'].includes(error.kind)) return error;
      failedLogins++;
      refusal = { error, at: clock.now() };
      log.warn({ account: account.email, reason: error.kind, failed_logins: failedLogins }, 'a login failed');
      if (failedLogins >= FAILED_LOGINS_UNTIL_STOP) {
        stop(
          'failed_logins',
          `${failedLogins} logins of ${account.email} failed in a row, no more are tried; correct its password, or restart`,
        );
      }
      return locked ? accountLocked(account, ACCOUNT_LOCK_MS) : error;
    },
    stop,
    failedLogins: () => failedLogins,
    stopReason: () => (unreadable ? 'password_unreadable' : (stopped?.reason ?? null)),
  };
}

/** Not after the clock was set back, either. */
const isWithin = (ms: number, since: number, now: number): boolean => now >= since && now - since < ms;

function stopError(reason: LoginStop, message: string): VizoraError {
  const kind = reason === 'wrong_organisation' ? 'wrong_organisation' : 'login_stopped';
  return new VizoraError(kind, ROUTES.login, message);
}

function accountLocked(account: Account, retryAfterMs: number): VizoraError {
  const explanation = `the platform has locked ${account.email} after too many wrong passwords`;
  return new VizoraError('rate_limited', ROUTES.login, explanation, { status: 429, retryAfterMs });
}
