import type { Server } from 'node:http';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Log } from '../log.ts';
import type { MetricsFormat } from '../metrics/family.ts';
import { type Landing, landingPage } from './landing-page.ts';
import { type Limits, listen, urlOf } from './listen.ts';
import { serveMetrics } from './serve-metrics.ts';
import type { TlsFiles } from './tls-files.ts';

export interface ServerOptions {
  /** `HOST:PORT`; port 0 takes any free one. */
  readonly listen: string;
  /** The name of the setting that holds the address, as in `exporter.listen`; for the message when it fails. */
  readonly setting?: string;
  /** Without it plain HTTP. */
  readonly tls?: TlsFiles | undefined;
  /** Where they differ from the usual. */
  readonly limits?: Partial<Limits>;
  readonly log: Log;
  /** Null when ready, else why not. */
  ready(): string | null;
  metrics(format: MetricsFormat): Promise<string>;
  readonly landing: Landing;
  /** What this process serves besides; may throw or reject, which is answered 500 and logged. */
  routes?(app: Express): void;
}

export interface RunningServer {
  /** As in `http://127.0.0.1:19877`. */
  readonly url: string;
  readonly port: number;
  /** Lets what is being answered finish for up to 2 s, then cuts it. */
  close(): Promise<void>;
}

const CLOSE_GRACE_MS = 2_000;

/**
 * The HTTP server that every long-running process of ours has: `/metrics`, `/-/healthy`, `/-/ready`, a landing
 * page, and its own routes; JSON for everything that goes wrong.
 *
 * @throws Error that names the setting when the address cannot be had
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { listen: address, setting = 'listen', tls, limits, log } = options;
  const server = await listen(application(options), { address, setting, tls, limits, log });
  return { ...urlOf(server, tls !== undefined), close: () => close(server) };
}

function application(options: ServerOptions): Express {
  const app = express();
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.use(securityHeaders());
  app.all('/metrics', readOnly, serveMetrics(options.ready, options.metrics));
  app.all('/-/healthy', readOnly, (_, response) => {
    response.type('text/plain').send('healthy\n');
  });
  app.all('/-/ready', readOnly, (_, response) => {
    const why = options.ready();
    response
      .status(why === null ? 200 : 503)
      .type('text/plain')
      .send(why === null ? 'ready\n' : `not ready: ${why}\n`);
  });
  app.get('/', (_, response) => {
    response.type('html').send(landingPage(options.landing));
  });
  options.routes?.(app);
  app.use((_, response) => {
    response.status(404).json({ error: 'not_found' });
  });
  app.use(answerError(options.log));
  return app;
}

const readOnly: RequestHandler = (request, response, next) => {
  if (request.method === 'GET' || request.method === 'HEAD') return next();
  response.setHeader('Allow', 'GET, HEAD');
  response.status(405).json({ error: 'method_not_allowed' });
};

function securityHeaders(): RequestHandler {
  return helmet({
    // Plain HTTP on loopback is the normal case: nothing may be upgraded behind the user's back.
    strictTransportSecurity: false,
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
  });
}

function answerError(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const status = clientErrorStatus(error);
    if (status === null) log.error({ err: error, path: request.path }, 'request failed');
    response.status(status ?? 500).json({ error: errorWord(status) });
  };
}

function errorWord(status: number | null): string {
  if (status === null) return 'internal_error';
  return status === 413 ? 'body_too_large' : 'bad_request';
}

/** The status of an error that the request's own form caused, as body parsers and the router mark them. */
function clientErrorStatus(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('status' in error)) return null;
  const { status } = error;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
