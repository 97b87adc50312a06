import type { Request, RequestHandler } from 'express';
import type { BearerCheck } from './bearer.ts';
import { isFromAnotherPage } from './from-another-page.ts';

/** Names that no foreign page in a browser can make lead here. */
const LOCAL_NAMES = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
/** What proxies add. */
const PASSED_ON = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'];

/**
 * Lets operators in: by their token where one is configured, else from this machine only. What changes
 * something must come as JSON, which no foreign page in a browser here can send unasked.
 *
 * @param authenticated null when no operator token is configured
 */
export function operatorOnly(authenticated: BearerCheck | null): RequestHandler {
  return (request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    if (authenticated !== null && !authenticated(request.headers.authorization)) {
      response.setHeader('WWW-Authenticate', 'Bearer');
      response.status(401).json({ error: 'unauthorized' });
    } else if (authenticated === null && !isFromHere(request)) {
      response.status(403).json({ error: 'set_operator_token_file_to_allow_other_machines' });
    } else if (isFromAnotherPage(request)) {
      response.status(403).json({ error: 'not_from_another_page' });
    } else if (request.method === 'POST' && !request.is('application/json')) {
      response.status(415).json({ error: 'content_type_must_be_application_json' });
    } else next();
  };
}

/** From this machine, by a name of this machine, and not passed on by a proxy for somebody else. */
function isFromHere({ socket, headers }: Request): boolean {
  const passedOn = PASSED_ON.some((name) => headers[name] !== undefined);
  return LOOPBACK.test(socket.remoteAddress ?? '') && LOCAL_NAMES.test(headers.host ?? '') && !passedOn;
}
