import type { Request, Response } from 'express';
import { AUTH_COOKIE, cookiesOf } from '../cookies.ts';
import type { Deps } from '../deps.ts';
import { refusal, unauthorized } from '../http-error.ts';
import type { Route } from '../route.ts';
import { sessionOfApiKey } from '../session/api-key.ts';
import { isRevoked } from '../session/revocation.ts';
import { loadSessionUser, type SessionUser } from '../session/session-user.ts';
import { type Claims, readToken } from '../session/token.ts';

export interface Session {
  readonly user: SessionUser;
  readonly claims: Claims;
}

/** Finds out who asks. Waits for Redis as long as it takes: a request without it is cut off, not refused. */
export async function tokenGate(
  route: Route,
  request: Request,
  response: Response,
  deps: Deps,
): Promise<Session> {
  const token = credentialOf(request, deps);
  const apiKey = request.get('x-api-key');
  if (token === null && route.apiKeys && apiKey !== undefined) return sessionOfApiKey(apiKey, deps);
  const { strict, settings } = deps;
  const claims =
    token === null ? null : readToken(token, settings.jwtSecret, deps.now(), strict('expired_token_401'));
  if (claims === null) throw unauthorized();
  if (await isRevoked(claims, deps)) {
    throw strict('revoked_token_message') ? refusal(401, 'Token has been revoked') : unauthorized();
  }
  const user = await loadSessionUser(claims.sub, deps);
  if (user === null || !user.isActive) throw unauthorized();
  deps.log.noteAccount(response, user.email);
  return { user, claims };
}

/** The cookie outranks the header. */
function credentialOf(request: Request, { strict }: Deps): string | null {
  const scheme = strict('lowercase_bearer_401') ? /^Bearer (.+)$/ : /^Bearer (.+)$/i;
  const header = scheme.exec(request.headers.authorization ?? '')?.[1];
  const cookie = cookiesOf(request)[AUTH_COOKIE];
  return (strict('cookie_outranks_bearer') ? (cookie ?? header) : (header ?? cookie)) ?? null;
}
