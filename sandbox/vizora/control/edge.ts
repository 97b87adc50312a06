import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { SandboxPorts } from '../settings.ts';
import type { ShutWay } from './gate.ts';

export type Upstream = 'web' | 'api';

/** The public address, as nginx would have it: hands requests on to the API or to the dashboard. */
export interface Edge {
  serve(client: Socket): void;
  /** What it does with the requests for one of the two. */
  fail(upstream: Upstream, how: ShutWay): void;
  heal(): void;
}

export function createEdge(ports: Pick<SandboxPorts, Upstream>): Edge {
  let failing: { readonly upstream: Upstream; readonly how: ShutWay } | null = null;
  const server = createServer((incoming, response) => {
    const upstream: Upstream = incoming.url?.startsWith('/api/') ? 'api' : 'web';
    if (failing?.upstream === upstream) fail(failing.how, response);
    else forward(incoming, response, ports[upstream]);
  });
  return {
    serve: (client) => server.emit('connection', client),
    fail(upstream, how) {
      failing = { upstream, how };
    },
    heal() {
      failing = null;
    },
  };
}

function forward(incoming: IncomingMessage, response: ServerResponse, port: number): void {
  const onward = request(
    {
      host: '127.0.0.1',
      port,
      agent: false,
      method: incoming.method,
      path: incoming.url,
      headers: { ...incoming.headers, 'x-forwarded-for': incoming.socket.remoteAddress ?? '' },
    },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('error', () => response.destroy()).pipe(response);
    },
  );
  onward.on('error', () => {
    if (response.headersSent) response.destroy();
    else badGateway(response);
  });
  response.on('close', () => onward.destroy());
  incoming.pipe(onward);
}

function fail(how: ShutWay, response: ServerResponse): void {
  switch (how) {
    case 'refuse':
      response.destroy();
      return;
    case 'hang':
      return;
    case 'error_500':
      badGateway(response);
      return;
    case 'garbage':
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ weather: 'sunny' }));
  }
}

function badGateway(response: ServerResponse): void {
  response
    .writeHead(502, { 'content-type': 'text/html' })
    .end('<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>\n');
}
