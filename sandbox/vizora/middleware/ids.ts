import type { Request } from 'express';
import type { Strict } from '../strictness.ts';
import { refusal } from './http-error.ts';
import type { Route } from './route.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const CUID = /^c[a-z0-9]{19,29}$/;

/** The `:id` of the path, if it looks like one; empty where the route has none. */
export function checkedId(route: Route, request: Request, strict: Strict): string {
  const id = String(request.params['id'] ?? '');
  if (route.id === undefined || !strict('malformed_id_400')) return id;
  if (UUID.test(id)) return id;
  if (route.id === 'uuid') {
    if (CUID.test(id) && !strict('cuid_is_no_display_id')) return id;
    throw refusal(400, 'Validation failed (uuid is expected)');
  }
  if (!CUID.test(id)) throw refusal(400, 'Validation failed (valid ID expected — UUID or CUID format)');
  return id;
}
