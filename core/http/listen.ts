import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';

/**
 * Serves an application on `HOST:PORT`; port 0 takes any free one. Through Express and not with `createServer`:
 * importing from `node:http` evaluates everything that it exports, Node's own fetch and WebSocket included,
 * which costs some 10 MB of resident memory.
 *
 * @param setting the name of the setting that holds the address, for the message
 * @throws Error that names the setting and the cure
 */
export function listen(app: Express, address: string, setting: string): Promise<Server> {
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  const port = Number(address.slice(colon + 1));
  return new Promise((resolve, reject) => {
    const server = app.listen(port, host);
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, address, setting)));
    server.once('listening', () => resolve(server));
  });
}

/** The address of a server that listens, as in `http://127.0.0.1:19877`. */
export function urlOf(server: Server): { url: string; port: number } {
  const { address, family, port } = server.address() as AddressInfo;
  return { url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`, port };
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
