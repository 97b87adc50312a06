import { once } from 'node:events';
import { createConnection, createServer, type Server, type Socket } from 'node:net';

/**
 * How a shut gate treats who comes: nobody listens; it takes the connection and says nothing; it answers HTTP 500;
 * it answers what no client expects. To what does not speak HTTP the last two are both noise.
 */
export const SHUT_WAYS = ['refuse', 'hang', 'error_500', 'garbage'] as const;
export type ShutWay = (typeof SHUT_WAYS)[number];

/** A port, or a Unix socket, in front of a server: shut, the server is out of reach. */
export interface Gate {
  readonly isOpen: () => boolean;
  /** @throws Error when the address cannot be had */
  open(): Promise<void>;
  /** Breaks the connections that there are, or lets them hang; default `refuse`. */
  shut(how?: ShutWay): Promise<void>;
}

/** What stands behind a gate: a server on a Unix socket, or one in this process that takes connections. */
export type Behind = string | ((client: Socket) => void);

const BODY = JSON.stringify({ weather: 'sunny' });
const answer = (status: string) =>
  `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${BODY.length}\r\nconnection: close\r\n\r\n${BODY}`;
const ANSWERS = { error_500: answer('500 Internal Server Error'), garbage: answer('200 OK') } as const;
/** Some protocols wait for the server to speak first. */
const SPEAKS_FIRST_AFTER_MS = 300;

export function createGate(address: number | string, behind: Behind): Gate {
  /** Each with its connection to the server behind, where that is one of its own. */
  const clients = new Map<Socket, Socket | null>();
  let server: Server | null = null;
  let way: ShutWay | 'open' = 'refuse';

  const take = (client: Socket) => {
    client.on('close', () => clients.delete(client));
    client.on('error', () => client.destroy());
    clients.set(client, way === 'open' ? pass(client, behind) : null);
    if (way === 'error_500' || way === 'garbage') speak(client, ANSWERS[way]);
  };
  const listen = async () => {
    if (server !== null) return;
    const opened = createServer(take);
    if (typeof address === 'number') opened.listen(address, '127.0.0.1');
    else opened.listen(address);
    await once(opened, 'listening');
    server = opened;
  };
  const breakAll = () => {
    for (const client of clients.keys()) {
      if (typeof address === 'number') client.resetAndDestroy();
      else client.destroy();
    }
  };
  /** Those that have nothing behind them that could be held are broken. */
  const freezeAll = () => {
    for (const [client, target] of clients) {
      if (target === null) client.destroy();
      client.unpipe();
      target?.unpipe();
    }
  };
  const stopListening = async () => {
    if (server === null) return;
    const closed = once(server, 'close');
    server.close();
    server = null;
    breakAll();
    await closed;
  };

  return {
    isOpen: () => way === 'open',
    async open() {
      if (way !== 'open') breakAll();
      way = 'open';
      await listen();
    },
    async shut(how = 'refuse') {
      way = how;
      if (how === 'refuse') return stopListening();
      if (how === 'hang') freezeAll();
      else breakAll();
      return listen();
    },
  };
}

function pass(client: Socket, behind: Behind): Socket | null {
  client.setNoDelay(true);
  if (typeof behind !== 'string') {
    behind(client);
    return null;
  }
  const target = createConnection(behind);
  for (const [one, other] of [
    [client, target],
    [target, client],
  ] as const) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
    one.pipe(other);
  }
  return target;
}

/** Says one thing once, when asked or after a while, and hangs up. */
function speak(client: Socket, text: string): void {
  const say = () => {
    clearTimeout(timer);
    client.end(text);
  };
  const timer = setTimeout(say, SPEAKS_FIRST_AFTER_MS);
  client.once('data', say);
  client.once('close', () => clearTimeout(timer));
}
