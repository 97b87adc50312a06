import request from 'undici/lib/api/api-request.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import type { Clock } from '../clock.ts';
import { VizoraError } from './errors.ts';

/** Far above the largest page; a body that is larger is no answer of the platform. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** For error messages and counts: the method and the template of the path. */
  readonly route: string;
  /** Below `/api/v1`, every segment already encoded. */
  readonly path: string;
  readonly token?: string | undefined;
  readonly body?: unknown;
  /** For all of it: connecting, headers and body. */
  readonly timeoutMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface Transport {
  /** @throws VizoraError `timeout`, `connection` or `unexpected_shape` (a body beyond all measure) */
  send(message: HttpRequest): Promise<HttpAnswer>;
  /** Our clock minus the platform's in ms, within about half a second; null before its first answer. */
  clockSkewMs(): number | null;
  /** Cuts what is still open. */
  close(): Promise<void>;
}

/**
 * Connections of our own to the platform: kept alive, no cookies (a cookie beside the token would outrank it
 * and demand CSRF tokens), no redirects followed, nothing without a time-out.
 *
 * @param options.baseUrl without `/api/v1`
 * @param options.timeoutMs the longest that any request may take
 */
export function createTransport(options: { baseUrl: string; timeoutMs: number; clock: Clock }): Transport {
  const { timeoutMs, clock } = options;
  const base = new URL(options.baseUrl);
  const prefix = `${base.pathname.replace(/\/+$/, '')}/api/v1`;
  const agent = new Agent({
    connections: 4,
    pipelining: 1,
    allowH2: false,
    connect: { timeout: Math.ceil(timeoutMs / 3) },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: MAX_BODY_BYTES,
  });
  let clockSkewMs: number | null = null;

  function measureSkew(dateHeader: unknown): void {
    const date = typeof dateHeader === 'string' ? Date.parse(dateHeader) : Number.NaN;
    // The header has whole seconds, rounded down.
    if (!Number.isNaN(date)) clockSkewMs = clock.now() - (date + 500);
  }

  return {
    async send(message) {
      try {
        const answer = await request.call(agent, {
          origin: base.origin,
          path: prefix + message.path,
          method: message.method,
          headers: headersOf(message),
          body: message.body === undefined ? null : JSON.stringify(message.body),
          signal: AbortSignal.timeout(Math.min(message.timeoutMs, timeoutMs)),
        });
        measureSkew(answer.headers['date']);
        return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
      } catch (error) {
        throw transportError(message, base.origin, error);
      }
    },
    clockSkewMs: () => clockSkewMs,
    close: () => agent.destroy(),
  };
}

function headersOf({ token, body }: HttpRequest): Record<string, string> {
  return {
    accept: 'application/json',
    'user-agent': 'vizora-ops',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
}

const TIMEOUT_CODES: readonly unknown[] = [
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
];

function transportError({ route, timeoutMs }: HttpRequest, origin: string, cause: unknown): VizoraError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (TIMEOUT_CODES.includes(code) || (cause instanceof Error && cause.name === 'TimeoutError')) {
    return new VizoraError('timeout', route, `${origin} gave no whole answer within ${timeoutMs} ms`, {
      cause,
    });
  }
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
    return new VizoraError('unexpected_shape', route, `the answer is larger than ${MAX_BODY_BYTES} bytes`);
  }
  const why = typeof code === 'string' ? code : 'the connection failed';
  return new VizoraError(
    'connection',
    route,
    `no answer from ${origin} (${why}); is the middleware running there, and is the setting vizora.api_url right?`,
    { cause },
  );
}
