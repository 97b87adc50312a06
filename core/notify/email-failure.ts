import { notSent, oneLine, type SendFailure, type SendOutcome } from './notice.ts';

/** What the library calls its failures, as far as the server said nothing. */
const BY_CODE: Readonly<Record<string, SendFailure>> = {
  EAUTH: 'unauthorized',
  ENOAUTH: 'unauthorized',
  ETIMEDOUT: 'timeout',
  ECONNECTION: 'connection',
  ESOCKET: 'connection',
  EDNS: 'connection',
  ETLS: 'connection',
  EABORT: 'connection',
  EPROTOCOL: 'unexpected',
};

const AUTHENTICATION = [530, 534, 535, 538];

/** Why a mail was not sent, from what the mail library threw. */
export function emailFailure(error: unknown): SendOutcome {
  const detail = oneLine(error instanceof Error ? error.message : String(error));
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const byCode = BY_CODE[String(code)];
  // A server that does not know how to be secure says so with a reply to the command.
  if (typeof responseCode === 'number' && code !== 'ETLS') return notSent(byReply(responseCode), detail);
  return notSent(byCode ?? 'unexpected', detail);
}

/** What begins with 4 may pass, what begins with 5 will not. */
function byReply(reply: number): SendFailure {
  if (AUTHENTICATION.includes(reply)) return 'unauthorized';
  if (reply >= 500) return 'rejected';
  return reply >= 400 ? 'server_error' : 'unexpected';
}
