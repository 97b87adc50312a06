import type { Response } from 'express';
import type { Strict } from '../strictness.ts';
import { Bare, type Route } from './route.ts';
import { mapStrings, sanitiseIn, sanitiseOut } from './sanitise.ts';

/** Sends what a handler gave: with its status, its strings cleaned, in the envelope. */
export function envelope(route: Route, payload: unknown, response: Response, strict: Strict): void {
  if (payload instanceof Bare) {
    const body = strict('ready_503_without_envelope') ? payload.body : { success: false, data: payload.body };
    response.status(payload.status).json(body);
    return;
  }
  const body = !strict('envelope') ? payload : wrapped(payload, strict);
  response.status(statusOf(route, strict)).json(strict('sanitise_html') ? cleaned(body, strict) : body);
}

function wrapped(payload: unknown, strict: Strict): unknown {
  if (isObject(payload)) {
    if ('success' in payload && strict('success_key_passes_through')) return payload;
    const list = 'data' in payload && 'meta' in payload;
    if (list && !strict('double_nesting')) return { success: true, ...payload };
  }
  return { success: true, data: payload };
}

/** Dates and numbers pass; `toJSON` has been applied before strings are looked at. */
const cleaned = (body: unknown, strict: Strict): unknown =>
  mapStrings(JSON.parse(JSON.stringify(body)), strict('sanitise_ampersand') ? sanitiseOut : sanitiseIn);

function statusOf(route: Route, strict: Strict): number {
  if (route.status !== undefined) {
    return strict('restore_200') || !route.path.includes('/restore') ? route.status : 201;
  }
  return route.method === 'post' && strict('created_201') ? 201 : 200;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
