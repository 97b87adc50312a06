import { createServer } from 'node:http';
import type { Socket } from 'node:net';

/** What passes for the platform's object storage: it answers that it lives, as MinIO does, and holds nothing. */
export function createStorage(): (client: Socket) => void {
  const server = createServer((request, response) => {
    const isAlive = request.url === '/minio/health/live' || request.url === '/minio/health/ready';
    // A bucket's root without a signature is refused, which also shows that somebody is there.
    response.writeHead(isAlive ? 200 : 403, { server: 'MinIO' }).end();
  });
  return (client) => server.emit('connection', client);
}
