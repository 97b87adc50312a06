import type { OwnLook } from '../checks/dependency-look.ts';
import { nameOf } from './fetch-once.ts';

const NO_ANSWER = 'no answer in time';

/** Ends the wait for something that may hang. */
export interface Deadline {
  /** Rejects when the time is over; never resolves. */
  readonly passed: Promise<never>;
  clear(): void;
}

export function startDeadline(timeoutMs: number): Deadline {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new DOMException(NO_ANSWER, 'TimeoutError')), timeoutMs);
  // Who has stopped waiting does not care any more.
  promise.catch(() => undefined);
  return { passed: promise, clear: () => clearTimeout(timer) };
}

/** Codes that are about what we believe or were given, not about the server. */
const OURS = /^(ERR_INVALID_URL|ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO)/;

/**
 * What the failure of a connection shows: the server is out of reach, or it is we who cannot tell. Words of our own
 * only, since messages of a driver may hold what stands in a connection string.
 */
export function connectionTrouble(error: unknown): OwnLook {
  if (!(error instanceof Error)) return { outcome: 'unknown', detail: 'could not be asked' };
  if (error.name === 'TimeoutError') return { outcome: 'down', detail: NO_ANSWER };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  // A file that the connection string names.
  const ofFile = 'syscall' in error && error.syscall === 'open';
  if (code === null || ofFile || OURS.test(code)) {
    return {
      outcome: 'unknown',
      detail: `could not be asked (${code === null ? error.name : nameOf(error)})`,
    };
  }
  return { outcome: 'down', detail: nameOf(error) };
}
