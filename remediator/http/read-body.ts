import type { IncomingMessage } from 'node:http';

/** The body, or that it is larger than allowed: what goes beyond the limit is never kept. */
export type Body = { readonly whole: true; readonly bytes: Buffer } | { readonly whole: false };

/**
 * Reads the body of a request up to a limit.
 *
 * @throws Error when the connection breaks off
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return { whole: false };
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        request.pause();
        request.removeAllListeners('data');
        resolve({ whole: false });
      } else chunks.push(chunk);
    });
    request.on('end', () => resolve({ whole: true, bytes: Buffer.concat(chunks, size) }));
    request.on('error', reject);
    request.on('close', () => reject(new Error('the connection was closed before the body was whole')));
  });
}
