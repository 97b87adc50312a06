import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const servers: Server[] = [];

/** A small server on a free port of loopback, and its address. */
export async function serving(handler: RequestListener): Promise<string> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The address of a server that has gone: who connects is refused. */
export async function gone(): Promise<string> {
  const url = await serving(() => undefined);
  const server = servers.pop();
  await new Promise((resolve) => server?.close(resolve));
  return url;
}

/** Ends all of them, with whatever they hold open. */
export function stopServing(): void {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
}

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
  };

export const text =
  (body: string, status = 200): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'Content-Type': 'text/html' }).end(body);
  };

export const hanging: RequestListener = () => undefined;
export const cutting: RequestListener = (request) => void request.socket.destroy();

/** Each path its own answer; any other is not found. */
export const byPath =
  (handlers: Readonly<Record<string, RequestListener>>): RequestListener =>
  (request, response) => {
    const notFound = json({ statusCode: 404, message: `Cannot GET ${request.url}` }, 404);
    (handlers[request.url ?? ''] ?? notFound)(request, response);
  };
