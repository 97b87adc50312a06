import { connectionFault, ServerError, type ServerFault } from '../server-error.ts';

/** How Redis, and the driver, begin what they say. */
const BEGINNINGS: readonly [RegExp, ServerFault][] = [
  [/^(WRONGPASS|NOAUTH|ERR invalid password|ERR AUTH)/, 'authentication'],
  [/^(NOPERM|DENIED)/, 'permission'],
  [/^(LOADING|BUSY|MASTERDOWN|ERR max number of clients)/, 'refused'],
  [/^Command timed out/, 'timeout'],
  [/^Connection is closed/, 'refused'],
];

/**
 * What went wrong, in our words where there are any. What the driver throws holds the command with its arguments,
 * which may be the password: only the message is taken.
 *
 * @param server where it is, for people
 */
export function redisError(error: unknown, server: string): ServerError {
  const [kind, why] = faultOf(error);
  return new ServerError(kind, `${server}: ${why}`);
}

function faultOf(error: unknown): readonly [ServerFault, string] {
  if (error instanceof ServerError) return [error.kind, error.message];
  const ofTheSystem = connectionFault(error);
  if (ofTheSystem !== null) return ofTheSystem;
  const message = error instanceof Error ? error.message : String(error);
  const kind = BEGINNINGS.find(([beginning]) => beginning.test(message))?.[1];
  return [kind ?? 'unexpected', message];
}
