import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import type { Strict } from '../strictness.ts';
import type { Deps } from './deps.ts';
import { envelope } from './envelope.ts';
import { breaks } from './gates/broken-organisation.ts';
import { csrfLate } from './gates/csrf.ts';
import { roleGate } from './gates/role-gate.ts';
import { subscriptionGate } from './gates/subscription-gate.ts';
import { throttleGate } from './gates/throttle-gate.ts';
import { type Session, tokenGate } from './gates/token-gate.ts';
import { checkedId } from './ids.ts';
import { withoutHidden } from './older-version.ts';
import type { Route } from './route.ts';
import { validated } from './validated.ts';

/** The way of a request through one route: each gate may refuse, in the platform's order. */
export function runRoute(route: Route, deps: Deps): RequestHandler {
  const schemas = schemasOf(route, deps);
  return async (request, response) => {
    const { strict } = deps;
    if (strict('gate_order_throttle_before_token')) throttleGate(route, request, response, deps);
    const session = await authenticate(route, request, response, deps);
    if (!strict('gate_order_throttle_before_token')) throttleGate(route, request, response, deps);
    csrfLate(request, response, deps);
    const input = () => ({
      id: checkedId(route, request, strict),
      query: validated(schemas.query(), request.query, strict),
      body: validated(schemas.body(), request.body ?? {}, strict),
    });
    const early = strict('gate_order_role_before_body') ? null : input();
    if (session !== null) {
      if (breaks(session.user.organizationId, request, response, deps)) return;
      roleGate(route, session.user, deps);
      subscriptionGate(route, session.user, deps);
    }
    nameRequest(request, response, strict);
    deps.metrics.watch(route, request, response);
    const payload = await route.handle({
      ...(early ?? input()),
      session,
      organizationId: session?.user.organizationId ?? '',
      deps,
      request,
      response,
    });
    if (response.headersSent || response.destroyed) return;
    envelope(route, withoutHidden(payload, route, deps), response, strict);
  };
}

async function authenticate(
  route: Route,
  request: Request,
  response: Response,
  deps: Deps,
): Promise<Session | null> {
  if (route.access === 'public') return null;
  try {
    return await tokenGate(route, request, response, deps);
  } catch (error) {
    const anonymous = request.headers.authorization === undefined && request.headers.cookie === undefined;
    if (!deps.strict('token_required') && anonymous) return await firstAdmin(deps);
    throw error;
  }
}

/** What an API without a lock would do: let everyone in as somebody. */
async function firstAdmin({ database }: Deps): Promise<Session | null> {
  const [user] = await database.rows<Session['user']>(
    `SELECT u.*, to_json(o) AS organization FROM users u JOIN organizations o ON o."id" = u."organizationId"
     WHERE u."role" = 'admin' AND NOT u."isSuperAdmin" ORDER BY u."createdAt", u."email" LIMIT 1`,
  );
  return user === undefined ? null : { user, claims: { jti: '', exp: 0, sub: user.id } as Session['claims'] };
}

/** Handled requests have a number, the caller's own where it is usable. */
export function nameRequest(request: Request, response: Response, strict: Strict): void {
  const given = request.get('x-request-id') ?? '';
  const usable = /^[A-Za-z0-9-]{1,128}$/.test(given) && strict('x_request_id_echoed');
  response.setHeader('X-Request-ID', usable ? given : randomUUID());
}

/** The schemas under the orders in force: made once, and again when those change. */
function schemasOf(route: Route, deps: Deps) {
  let made = -1;
  let query: z.ZodType | null = null;
  let body: z.ZodType | null = null;
  const refresh = () => {
    if (made === deps.revision()) return;
    made = deps.revision();
    query = route.query?.(deps.strict) ?? null;
    body = route.body?.(deps.strict) ?? null;
  };
  return {
    query: () => {
      refresh();
      return query;
    },
    body: () => {
      refresh();
      return body;
    },
  };
}
