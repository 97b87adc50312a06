import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Listens on `HOST:PORT`; port 0 takes any free one.
 *
 * @param setting the name of the setting that holds the address, for the message
 * @throws Error that names the setting and the cure
 */
export function listen(server: Server, address: string, setting: string): Promise<AddressInfo> {
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  const port = Number(address.slice(colon + 1));
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, address, setting)));
    server.listen({ host, port }, () => resolve(server.address() as AddressInfo));
  });
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
