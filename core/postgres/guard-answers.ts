import { ServerError } from '../server-error.ts';

/** The part of the driver's connection that we reach into; of `lib/connection.js`. */
export interface Wire {
  readonly stream: { destroy(error?: Error): void };
  attachListeners(stream: Answers): void;
}

interface Answers {
  on(event: string, listener: (chunk: Buffer) => void): unknown;
}

const AUTHENTICATION = 'R';
const REFUSAL = 'E';
const OTHER_VERSION = 'v';
const HEADER_BYTES = 5;
/** What PostgreSQL's own client takes for the longest message of a server that has said nothing yet. */
const LONGEST_FIRST_MESSAGE = 30_000;
/** In at once, password in clear, MD5, SCRAM: the others make the driver throw where nobody listens. */
const KNOWN_METHODS = [0, 3, 5, 10];

/**
 * Ends a connection on which something else than PostgreSQL answers. The driver would wait for gigabytes that such
 * an answer seems to announce; and it decodes inside an event handler, where a fault would end the whole process.
 */
export function guardAnswers(wire: Wire): void {
  const attach = wire.attachListeners.bind(wire);
  wire.attachListeners = (stream) =>
    attach({ on: (event, listener) => stream.on(event, event === 'data' ? guarded(listener) : listener) });

  function guarded(listener: (chunk: Buffer) => void): (chunk: Buffer) => void {
    let first = true;
    return (chunk) => {
      const fault = first ? faultOfFirst(chunk) : null;
      first = false;
      if (fault !== null) return wire.stream.destroy(fault);
      try {
        listener(chunk);
      } catch {
        wire.stream.destroy(notPostgres());
      }
    };
  }
}

function faultOfFirst(chunk: Buffer): ServerError | null {
  const type = String.fromCharCode(chunk[0] ?? 0);
  if (![AUTHENTICATION, REFUSAL, OTHER_VERSION].includes(type)) return notPostgres();
  if (chunk.length < HEADER_BYTES) return null;
  if (chunk.readUInt32BE(1) > LONGEST_FIRST_MESSAGE) return notPostgres();
  if (type !== AUTHENTICATION || chunk.length < HEADER_BYTES + 4) return null;
  if (KNOWN_METHODS.includes(chunk.readUInt32BE(HEADER_BYTES))) return null;
  return new ServerError('authentication', 'it wants a method of authentication that we do not know');
}

const notPostgres = () => new ServerError('unexpected', 'what answers is not PostgreSQL');
