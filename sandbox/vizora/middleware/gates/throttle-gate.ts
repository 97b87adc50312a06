import type { Request, Response } from 'express';
import type { StrictnessName } from '../../strictness.ts';
import type { Deps } from '../deps.ts';
import { terse } from '../http-error.ts';
import type { Route } from '../route.ts';
import type { ThrottleWindow } from './throttle.ts';

const SECOND = 1_000;
const SHORT: ThrottleWindow = { name: 'short', limit: 10, ms: SECOND };
const MEDIUM: ThrottleWindow = { name: 'medium', limit: 100, ms: 60 * SECOND };
const LONG: ThrottleWindow = { name: 'long', limit: 1_000, ms: 3_600 * SECOND };

const STRICTNESS_OF: Record<ThrottleWindow['name'], StrictnessName | null> = {
  short: 'throttle_short',
  medium: 'throttle_medium',
  long: 'throttle_long',
  default: null,
};

/**
 * Refuses with 429 whoever asks one route too often, by client address. The windows are asked from the
 * shortest on, and the first that refuses is the last that counts.
 */
export function throttleGate(route: Route, request: Request, response: Response, deps: Deps): void {
  const { strict } = deps;
  if (deps.faults().rate_limit_off !== undefined) return;
  if (route.health && !strict('throttle_health')) return;
  const handler = strict('throttle_per_route') ? `${route.method} ${route.path}` : 'all';
  for (const window of windowsOf(route, deps)) {
    const name = STRICTNESS_OF[window.name];
    if (name !== null && !strict(name)) continue;
    const hit = deps.throttle.hit(`${handler} ${request.ip}`, window, strict('throttle_block_lasts'));
    const suffix = window.name === 'default' ? '' : `-${window.name}`;
    if (hit.blockedSeconds !== null) {
      const header = strict('retry_after_suffix') ? `Retry-After${suffix}` : 'Retry-After';
      response.setHeader(header, String(hit.blockedSeconds));
      throw terse(429, 'ThrottlerException: Too Many Requests');
    }
    if (!strict('rate_limit_headers')) continue;
    response.setHeader(`X-RateLimit-Limit${suffix}`, String(window.limit));
    response.setHeader(`X-RateLimit-Remaining${suffix}`, String(hit.remaining));
    response.setHeader(`X-RateLimit-Reset${suffix}`, String(hit.resetSeconds));
  }
}

function windowsOf(route: Route, { strict }: Deps): ThrottleWindow[] {
  // The platform meant to exempt its health routes, and did so for this one window only.
  if (route.health) return [SHORT, MEDIUM, LONG];
  const given = route.perMinute ?? 1_000;
  const limit = route.perMinute !== undefined && !strict('login_throttle') ? 1_000 : given;
  return [SHORT, { name: 'default', limit, ms: 60 * SECOND }, MEDIUM, LONG];
}
