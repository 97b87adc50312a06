import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { VizoraError, type VizoraErrorKind } from './errors.ts';
import { ROUTES } from './routes.ts';

const FAILED_LOGINS_UNTIL_STOP = 3;
/** All that is asked for within one look is one try: else it would be the last one, and take everybody's logins. */
const PAUSE_AFTER_FAILURE_MS = 10_000;
const REFUSALS: readonly VizoraErrorKind[] = ['unauthorized', 'rejected', 'forbidden'];
/** Nobody there to be asked: who waits for the next login would wait for the same. */
const TROUBLE_ON_THE_WAY: readonly VizoraErrorKind[] = ['connection', 'timeout', 'server_error'];
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
  /** Counts what was a refusal of this account, and remembers trouble on the way for as long as one look takes. Returns the error to throw. */
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
  let failure: { readonly error: VizoraError; readonly at: number } | null = null;
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
        failure = null;
      }
      if (stopped !== null) throw stopError(stopped.reason, stopped.message);
      if (lockedUntil > clock.now()) throw accountLocked(account, lockedUntil - clock.now());
      if (failure !== null && isWithin(PAUSE_AFTER_FAILURE_MS, failure.at, clock.now())) throw failure.error;
      passwordTried = digest;
      return password;
    },
    succeeded() {
      failedLogins = 0;
      failure = null;
    },
    failed(error) {
      // The lock of an account is a 429 without any Retry-After, unlike the limit of the route.
      const locked = error.kind === 'rate_limited' && error.retryAfterMs === undefined;
      if (locked) lockedUntil = clock.now() + ACCOUNT_LOCK_MS;
      const refused = locked || REFUSALS.includes(error.kind);
      if (refused || TROUBLE_ON_THE_WAY.includes(error.kind)) failure = { error, at: clock.now() };
      if (!refused) return error;
      failedLogins++;
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
