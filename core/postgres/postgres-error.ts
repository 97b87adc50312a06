import { codeOf, connectionFault, ServerError, type ServerFault } from '../server-error.ts';

/** By SQLSTATE, or by the first two characters of it. */
const OF_THE_SERVER: Readonly<Record<string, ServerFault>> = {
  '08': 'refused',
  '28': 'authentication',
  // Too many connections.
  '53300': 'refused',
  '57014': 'timeout',
  // Starting up, or shutting down.
  '57P': 'refused',
  '42501': 'permission',
};

/**
 * What went wrong, in our words where there are any.
 *
 * @param server where it is, for people
 */
export function postgresError(error: unknown, server: string): ServerError {
  const [kind, why] = faultOf(error);
  return new ServerError(kind, `${server}: ${why}`);
}

function faultOf(error: unknown): readonly [ServerFault, string] {
  if (error instanceof ServerError) return [error.kind, error.message];
  const ofTheSystem = connectionFault(error);
  if (ofTheSystem !== null) return ofTheSystem;
  const message = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  for (const length of [5, 3, 2]) {
    const kind = OF_THE_SERVER[code.slice(0, length)];
    if (kind !== undefined) return [kind, message];
  }
  // The driver itself, without a code: the server wants a password and none is given, or the other way round.
  if (message.startsWith('SASL')) return ['authentication', message];
  if (message.startsWith('Connection terminated')) return ['refused', 'connection cut'];
  return ['unexpected', message];
}
