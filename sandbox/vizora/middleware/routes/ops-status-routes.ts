import type { Deps } from '../deps.ts';
import { refusal } from '../http-error.ts';
import { defineRoute, EDITORS } from '../route.ts';

const TTL_SECONDS = 3_600;
const GLOBAL_KEY = 'vizora:ops:status';

/** One document for the whole platform: whoever writes last is read by every tenant. */
const keyFor = (organizationId: string, { strict }: Deps): string =>
  strict('ops_status_global') ? GLOBAL_KEY : `${GLOBAL_KEY}:${organizationId}`;

const post = defineRoute({
  method: 'post',
  path: '/api/v1/health/ops-status',
  // Viewers as well, surprising as it is.
  access: 'session',
  health: true,
  ungated: true,
  async handle({ body, session, organizationId, deps }) {
    const role = session?.user.role ?? 'viewer';
    if (!deps.strict('ops_status_any_role') && !EDITORS.includes(role)) {
      throw refusal(403, `Insufficient permissions. Required roles: ${EDITORS.join(', ')}`);
    }
    // It says so whatever Redis does.
    if (deps.faults().status_swallowed !== undefined) return { status: 'ok' };
    const key = keyFor(organizationId, deps);
    const text = JSON.stringify(body);
    if (deps.strict('ops_status_ttl')) await deps.redis.setex(key, TTL_SECONDS, text);
    else await deps.redis.set(key, text);
    return { status: 'ok' };
  },
});

const get = defineRoute({
  method: 'get',
  path: '/api/v1/health/ops-status',
  access: 'session',
  health: true,
  async handle({ organizationId, deps }) {
    const text = await deps.redis.get(keyFor(organizationId, deps));
    if (text === null) return { systemStatus: 'unknown', message: 'No ops data available' };
    // What is no JSON throws, and becomes a 500.
    return JSON.parse(text) as unknown;
  },
});

export const OPS_STATUS_ROUTES = [post, get];
