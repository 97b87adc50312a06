import type { RequestListener, Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Log } from '../log.ts';
import { renewWhenReplaced, secureOptions, type TlsFiles } from './tls-files.ts';

/** How much a server takes of anybody, and for how long. */
export interface Limits {
  /** For the line and the headers of a request, in ms. */
  readonly headersWithin: number;
  /** For a whole request, its body included. */
  readonly requestWithin: number;
  /** How often slow ones are looked for. */
  readonly checkedEvery: number;
  /** Without a byte in either direction. */
  readonly silentFor: number;
  readonly headerBytes: number;
  /** At once; more are cut off. */
  readonly connections: number;
}

export const LIMITS: Limits = {
  headersWithin: 10_000,
  requestWithin: 30_000,
  checkedEvery: 2_000,
  silentFor: 180_000,
  headerBytes: 16 * 1024,
  connections: 500,
};

/** Above any scrape interval, so that a kept connection does not close just as it is used again. */
const KEPT_ALIVE_MS = 75_000;

export interface ListenOptions {
  /** `HOST:PORT`; port 0 takes any free one. */
  readonly address: string;
  /** The name of the setting that holds the address, for the message. */
  readonly setting: string;
  readonly tls?: TlsFiles | undefined;
  readonly limits?: Partial<Limits> | undefined;
  readonly log: Log;
}

/**
 * Serves an application. The modules are taken and not imported: importing from `node:http` evaluates everything that
 * it exports, Node's own fetch and WebSocket included, which costs some 10 MB of resident memory.
 *
 * @throws Error that names the setting and the cure
 */
export function listen(app: RequestListener, options: ListenOptions): Promise<Server> {
  const { address, setting } = options;
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  const port = Number(address.slice(colon + 1));
  const server = createServer(app, options);
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, address, setting)));
    server.once('listening', () => resolve(server));
    server.listen(port, host);
  });
}

function createServer(app: RequestListener, { tls, log, limits }: ListenOptions): Server | TlsServer {
  const { headersWithin, requestWithin, checkedEvery, silentFor, headerBytes, connections } = {
    ...LIMITS,
    ...limits,
  };
  const options = {
    headersTimeout: headersWithin,
    requestTimeout: requestWithin,
    connectionsCheckingInterval: checkedEvery,
    keepAliveTimeout: KEPT_ALIVE_MS,
    maxHeaderSize: headerBytes,
  };
  const server =
    tls === undefined
      ? process.getBuiltinModule('node:http').createServer(options, app)
      : process.getBuiltinModule('node:https').createServer({ ...options, ...secureOptions(tls) }, app);
  if (tls !== undefined) renewWhenReplaced(server as TlsServer, tls, log);
  server.timeout = silentFor;
  server.maxConnections = connections;
  return server;
}

/** The address of a server that listens, as in `http://127.0.0.1:19877`. */
export function urlOf(server: Server, isTls: boolean): { url: string; port: number } {
  const { address, family, port } = server.address() as AddressInfo;
  const host = family === 'IPv6' ? `[${address}]` : address;
  return { url: `${isTls ? 'https' : 'http'}://${host}:${port}`, port };
}

function explain(error: NodeJS.ErrnoException, address: string, setting: string): Error {
  const why: Record<string, string> = {
    EADDRINUSE: 'another program already listens there; end it, or choose another port',
    EACCES: 'this user may not listen there; choose a port above 1023',
    EADDRNOTAVAIL: 'this machine has no such address',
    ENOTFOUND: 'the host name is not known',
  };
  const reason = why[error.code ?? ''] ?? error.message;
  return new Error(`Cannot listen on ${address} (setting ${setting}): ${reason}.`, { cause: error });
}
