import type { RequestHandler } from 'express';
import type { Deps } from './deps.ts';

const PATIENCE_MS = 30_000;

/** Closes the connection of a request that is not answered in time: without a status, in mid-air. */
export function cutOff({ strict, log }: Deps): RequestHandler {
  return (request, response, next) => {
    const timer = setTimeout(() => {
      if (!strict('hang_cuts_after_30s')) {
        response.status(504).json({ statusCode: 504, message: 'Gateway Timeout' });
        return;
      }
      log.noteSilence(response);
      request.socket.destroy();
    }, PATIENCE_MS);
    response.once('close', () => clearTimeout(timer));
    next();
  };
}
