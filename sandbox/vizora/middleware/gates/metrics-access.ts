import type { RequestHandler } from 'express';
import type { Deps } from '../deps.ts';
import { HttpError } from '../http-error.ts';

const LOOPBACK = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

/** Loopback, as far as the client's address can be believed, or the metrics token. */
export function metricsAccess({ strict, settings }: Deps): RequestHandler {
  return (request, _response, next) => {
    const { metricsToken } = settings;
    const withToken = metricsToken !== '' && request.headers.authorization === `Bearer ${metricsToken}`;
    if (strict('metrics_access') && !LOOPBACK.includes(request.ip ?? '') && !withToken) {
      throw new HttpError(403, { statusCode: 403, message: 'Metrics access denied', error: 'Forbidden' });
    }
    next();
  };
}
