import { once } from 'node:events';
import { createConnection, createServer, type Server, type Socket } from 'node:net';

/** A port in front of a server that listens on a Unix socket: shut, the server is unreachable. */
export interface Gate {
  readonly isOpen: () => boolean;
  /** @throws Error when the port cannot be had */
  open(): Promise<void>;
  /** Refuses new connections and breaks those that there are. */
  shut(): Promise<void>;
}

export function createGate(port: number, socketPath: string): Gate {
  const clients = new Set<Socket>();
  let server: Server | null = null;

  const pass = (client: Socket) => {
    const target = createConnection(socketPath);
    clients.add(client);
    client.setNoDelay(true);
    client.on('close', () => clients.delete(client));
    for (const [one, other] of [
      [client, target],
      [target, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
      one.pipe(other);
    }
  };

  return {
    isOpen: () => server !== null,
    async open() {
      if (server !== null) return;
      const opened = createServer(pass);
      opened.listen(port, '127.0.0.1');
      await once(opened, 'listening');
      server = opened;
    },
    async shut() {
      if (server === null) return;
      const closed = once(server, 'close');
      server.close();
      server = null;
      for (const client of clients) client.resetAndDestroy();
      await closed;
    },
  };
}
