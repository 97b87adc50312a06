import type { Route } from '../route.ts';
import { AUTH_ROUTES } from './auth-routes.ts';
import { checkConflicts } from './check-conflicts.ts';
import { HEALTH_ROUTES } from './health-routes.ts';
import { SCHEDULE_ROUTES } from './schedule-routes.ts';

/** Every route of the API. A fixed path stands before one with a parameter that would match it. */
export const ROUTES: readonly Route[] = [
  ...HEALTH_ROUTES,
  ...AUTH_ROUTES,
  checkConflicts,
  ...SCHEDULE_ROUTES,
];
