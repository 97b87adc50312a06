/**
 * Why a server gave no usable answer; a closed set.
 *
 * - `refused`: nobody listens there, it cut the connection, or it takes nobody now
 * - `timeout`: no answer in time
 * - `authentication`: our secret is missing or wrong
 * - `permission`: it knows us, and does not let us do that
 * - `unexpected`: an answer that it is not known to give
 */
export type ServerFault = 'refused' | 'timeout' | 'authentication' | 'permission' | 'unexpected';

/** A server that was asked in vain; the message is for people and holds no secret. */
export class ServerError extends Error {
  readonly kind: ServerFault;

  constructor(kind: ServerFault, message: string) {
    super(message);
    this.name = 'ServerError';
    this.kind = kind;
  }
}

/** What the system says when a connection cannot be made or kept, in our words. */
const OF_THE_SYSTEM: Readonly<Record<string, readonly [ServerFault, string]>> = {
  ECONNREFUSED: ['refused', 'connection refused'],
  ECONNRESET: ['refused', 'connection cut'],
  EPIPE: ['refused', 'connection cut'],
  ENOENT: ['refused', 'there is no such socket'],
  ENOTFOUND: ['refused', 'host name not found'],
  EAI_AGAIN: ['refused', 'host name not found'],
  EHOSTUNREACH: ['refused', 'host out of reach'],
  ENETUNREACH: ['refused', 'host out of reach'],
  ETIMEDOUT: ['timeout', 'no connection in time'],
  EACCES: ['permission', 'this user may not use the socket'],
};

/** The fault behind a failed connection, or null where the system had no part in it. */
export function connectionFault(error: unknown): readonly [ServerFault, string] | null {
  return OF_THE_SYSTEM[codeOf(error)] ?? null;
}

/** The word that programs and the system put beside a message; empty where there is none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';
