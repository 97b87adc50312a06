import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

const servers: Server[] = [];
const sockets = new Set<Socket>();

/** Something that listens and does this to each connection; gives its port. */
export async function listening(behave: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Whom we cut off complains.
    socket.on('error', () => undefined);
    behave(socket);
    // Who reads nothing does not notice either that the other side has gone.
    socket.resume();
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const port = await listening(() => undefined);
  const server = servers.pop();
  await new Promise((resolve) => server?.close(resolve));
  return port;
}

/** How many connections they hold. */
export const connected = (): number => sockets.size;

/** Ends all of them, with whatever they hold open. */
export function stopListening(): void {
  for (const server of servers.splice(0)) server.close();
  for (const socket of sockets) socket.destroy();
}
