import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { RequestHandler } from 'express';
import type { MetricsFormat } from '../metrics/family.ts';
import { CONTENT_TYPES, negotiate } from '../metrics/negotiate.ts';

const compress = promisify(gzip);

/**
 * Answers `/metrics`. The body is whole before its first byte is sent, and there is none while not ready: a
 * scrape that succeeds with less than everything would resolve alerts.
 *
 * @param ready null when ready, else why not
 */
export function serveMetrics(
  ready: () => string | null,
  render: (format: MetricsFormat) => Promise<string>,
): RequestHandler {
  return async (request, response) => {
    const notReady = ready();
    if (notReady !== null) {
      response.status(503).type('text/plain').send(`not ready: ${notReady}\n`);
      return;
    }
    const format = negotiate(request.headers.accept);
    const body = await render(format);
    response.setHeader('Content-Type', CONTENT_TYPES[format]);
    response.setHeader('Vary', 'Accept, Accept-Encoding');
    response.setHeader('Cache-Control', 'no-store');
    // `end`, not `send`: the latter would add an ETag, for which the whole body is hashed.
    if (request.acceptsEncodings('gzip') === 'gzip') {
      const zipped = await compress(body, { level: constants.Z_BEST_SPEED });
      response.setHeader('Content-Encoding', 'gzip');
      response.setHeader('Content-Length', zipped.length);
      response.end(request.method === 'HEAD' ? undefined : zipped);
    } else {
      response.setHeader('Content-Length', Buffer.byteLength(body));
      response.end(request.method === 'HEAD' ? undefined : body);
    }
  };
}
