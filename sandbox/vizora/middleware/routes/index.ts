import type { Route } from '../route.ts';
import { ADMIN_ROUTES } from './admin-routes.ts';
import { createApiKey } from './api-key-routes.ts';
import { AUTH_ROUTES } from './auth-routes.ts';
import { checkConflicts } from './check-conflicts.ts';
import { CONTENT_ROUTES } from './content-routes.ts';
import { CONTENT_STATE_ROUTES } from './content-state-routes.ts';
import { DISPLAY_DEED_ROUTES } from './display-deed-routes.ts';
import { DISPLAY_GROUP_ROUTES } from './display-group-routes.ts';
import { DISPLAY_ROUTES } from './display-routes.ts';
import { FLEET_ROUTES } from './fleet-routes.ts';
import { HEALTH_ROUTES } from './health-routes.ts';
import { metricsRoute } from './metrics-route.ts';
import { OPS_STATUS_ROUTES } from './ops-status-routes.ts';
import { ORGANIZATION_ROUTES } from './organization-routes.ts';
import { PLATFORM_HEALTH_ROUTES } from './platform-health-routes.ts';
import { PLAYLIST_ROUTES } from './playlist-routes.ts';
import { SCHEDULE_ROUTES } from './schedule-routes.ts';
import { validationRoute } from './validation-route.ts';

/** Every route of the API. A fixed path stands before one with a parameter that would match it. */
export const ROUTES: readonly Route[] = [
  ...HEALTH_ROUTES,
  ...PLATFORM_HEALTH_ROUTES,
  validationRoute,
  ...OPS_STATUS_ROUTES,
  metricsRoute,
  ...AUTH_ROUTES,
  createApiKey,
  ...CONTENT_STATE_ROUTES,
  ...CONTENT_ROUTES,
  ...DISPLAY_DEED_ROUTES,
  ...DISPLAY_ROUTES,
  ...DISPLAY_GROUP_ROUTES,
  ...PLAYLIST_ROUTES,
  checkConflicts,
  ...SCHEDULE_ROUTES,
  ...FLEET_ROUTES,
  ...ORGANIZATION_ROUTES,
  ...ADMIN_ROUTES,
];
