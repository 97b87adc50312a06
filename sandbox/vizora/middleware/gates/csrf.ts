import { randomBytes } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { AUTH_COOKIE, appendCookie, CSRF_COOKIE, cookiesOf } from '../cookies.ts';
import type { Deps } from '../deps.ts';
import { HttpError } from '../http-error.ts';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];
const EXEMPT_PATHS = ['/api/v1/auth/login'];
const SEVEN_DAYS = 7 * 24 * 3_600;

/** Gives every client its token; what a browser must show again in a header when it wants to write. */
export function csrfCookie({ strict }: Deps): RequestHandler {
  return (request, response, next) => {
    if (strict('csrf_cookie_on_every_response')) {
      const token = cookiesOf(request)[CSRF_COOKIE] ?? randomBytes(32).toString('hex');
      appendCookie(response, CSRF_COOKIE, token, { maxAge: SEVEN_DAYS, httpOnly: false });
      response.setHeader('X-CSRF-Token', token);
    }
    next();
  };
}

/** The gate in its usual place: before anything is known about who asks. */
export function csrfFirst(deps: Deps): RequestHandler {
  return (request, _response, next) => {
    if (deps.strict('gate_order_csrf_before_token')) csrfGate(request, deps);
    next();
  };
}

/** Refuses a write that a foreign web page could have sent. */
function csrfGate(request: Request, { strict }: Deps): void {
  if (SAFE_METHODS.includes(request.method) || EXEMPT_PATHS.includes(request.path)) return;
  const cookies = cookiesOf(request);
  const hasAuthCookie = cookies[AUTH_COOKIE] !== undefined;
  const hasBearer = /^Bearer /.test(request.headers.authorization ?? '');
  if (hasBearer && !hasAuthCookie && strict('bearer_without_cookie_exempt')) return;
  if (hasAuthCookie && !strict('csrf_with_cookie')) return;
  if (!hasBearer && !hasAuthCookie && !strict('csrf_without_bearer')) return;
  const cookie = cookies[CSRF_COOKIE];
  if (cookie === undefined) throw forbidden('CSRF cookie missing');
  if (request.headers['x-csrf-token'] !== cookie) throw forbidden('Invalid CSRF token');
}

const forbidden = (message: string) => new HttpError(403, { statusCode: 403, message, error: 'Forbidden' });

/** For tests of the order of gates: the same gate, asked later. */
export function csrfLate(request: Request, _response: Response, deps: Deps): void {
  if (!deps.strict('gate_order_csrf_before_token')) csrfGate(request, deps);
}
