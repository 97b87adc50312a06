import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { Client } from 'undici';
import type { Got } from './judge.ts';
import type { Ask, NoAnswer } from './row.ts';

/** Longer than the platform's own 30 s, so that its cut is seen and not ours. */
const LONGEST_MS = 36_500;

/** One connection, used by one request after another: whoever answers the first answers the others. */
export interface Line {
  send(ask: Ask, headers: Readonly<Record<string, string>>): Promise<Got>;
  close(): Promise<void>;
}

/** A line to an origin such as `http://127.0.0.1:3000`, or `redis://127.0.0.1:6379`. */
export function openLine(origin: string): Line {
  if (origin.startsWith('redis:'))
    return { send: (ask) => askRedis(origin, ask), close: async () => undefined };
  const client = new Client(origin, { pipelining: 1, headersTimeout: LONGEST_MS, bodyTimeout: LONGEST_MS });
  return {
    send: (ask, headers) => sendOver(client, ask, headers),
    close: () => client.destroy(),
  };
}

async function sendOver(client: Client, ask: Ask, headers: Readonly<Record<string, string>>): Promise<Got> {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1_000;
  try {
    const response = await client.request({
      method: ask.method,
      path: encodeURI(ask.path),
      headers: {
        ...(typeof ask.body === 'object' ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(ask.body === undefined
        ? {}
        : { body: typeof ask.body === 'string' ? ask.body : JSON.stringify(ask.body) }),
    });
    const bytes = Buffer.from(await response.body.arrayBuffer());
    const plain = Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, [value ?? ''].flat().join('\n')]),
    );
    const text = (plain['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
    return { status: response.statusCode, headers: plain, text, seconds: seconds() };
  } catch (error) {
    const status = NO_ANSWER[codeOf(error)];
    if (status === undefined) throw error;
    return { status, seconds: seconds() };
  }
}

const NO_ANSWER: Readonly<Record<string, NoAnswer>> = {
  UND_ERR_SOCKET: 'cut',
  ECONNRESET: 'cut',
  EPIPE: 'cut',
  UND_ERR_HEADERS_TIMEOUT: 'silent',
  ECONNREFUSED: 'refused',
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Redis answers one inline command; only numbers and simple strings are asked for. */
function askRedis(origin: string, { method, path }: Ask): Promise<Got> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(`${method} ${path}\r\n`));
    socket.once('error', reject);
    socket.once('data', (data) => {
      socket.destroy();
      resolve({
        status: 200,
        headers: {},
        text: data.toString('utf8').replace(/^[:+]/, '').trim(),
        seconds: 0,
      });
    });
  });
}
