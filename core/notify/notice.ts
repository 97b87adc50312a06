/** The ways to people; a closed set, used as a metric label. */
export const CHANNELS = ['slack', 'email'] as const;
export type Channel = (typeof CHANNELS)[number];

/**
 * Why a message did not get through; a closed set, used as a metric label.
 *
 * - `secret_unreadable`: the webhook or the password cannot be read, or is none
 * - `unauthorized`: the login or the token was refused
 * - `rejected`: the other side will not have it, now or later
 * - `rate_limited`: too many messages
 * - `timeout`: no answer in time; it may have got through all the same
 * - `connection`: refused, reset, cut, or not to be made secure
 * - `server_error`: trouble on the other side that may pass
 * - `unexpected`: an answer that the other side is not known to give
 */
export const SEND_FAILURES = [
  'secret_unreadable',
  'unauthorized',
  'rejected',
  'rate_limited',
  'timeout',
  'connection',
  'server_error',
  'unexpected',
] as const;
export type SendFailure = (typeof SEND_FAILURES)[number];

/** What became of a message; `note` is what people should know of one that did get through. */
export type SendOutcome =
  | { readonly sent: true; readonly note: string | null }
  | { readonly sent: false; readonly reason: SendFailure; readonly detail: string };

export const notSent = (reason: SendFailure, detail: string): SendOutcome => ({
  sent: false,
  reason,
  detail,
});

/** What another program said, as one short line. */
export const oneLine = (text: string, longest = 200): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, longest);
