import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** What listens on a port, and does the given thing to each connection. */
export interface MisbehavingServer extends AsyncDisposable {
  readonly port: number;
}

/** @param behave by default it accepts and says nothing */
export async function serverThat(
  behave: (socket: Socket) => void = () => undefined,
): Promise<MisbehavingServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    // The other side leaves when it has heard enough.
    socket.on('error', () => undefined);
    behave(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  await using server = await serverThat();
  return server.port;
}
