import type { Deps } from '../deps.ts';
import { HttpError, refusal } from '../http-error.ts';
import type { Route } from '../route.ts';
import type { SessionUser } from '../session/session-user.ts';

/** Refuses whom the route is not for. */
export function roleGate(route: Route, user: SessionUser, { strict }: Deps): void {
  if (route.access === 'super_admin') {
    if (!user.isSuperAdmin && strict('super_admin')) throw refusal(403, 'Super admin access required');
    return;
  }
  if (route.access === 'public' || route.access === 'session' || !strict('roles')) return;
  if (!route.access.includes(user.role)) {
    throw new HttpError(403, {
      message: `Insufficient permissions. Required roles: ${route.access.join(', ')}`,
      error: 'Forbidden',
      statusCode: 403,
    });
  }
}
