/** The routes that are used, as templates: the platform counts its limits per route, and so do we. */
export const ROUTES = {
  login: 'POST /api/v1/auth/login',
  logout: 'POST /api/v1/auth/logout',
  whoAmI: 'GET /api/v1/auth/me',
  listDisplays: 'GET /api/v1/displays',
  getDisplay: 'GET /api/v1/displays/:id',
  updateDisplay: 'PATCH /api/v1/displays/:id',
  listDisplayGroups: 'GET /api/v1/display-groups',
  listSchedules: 'GET /api/v1/schedules',
  getSchedule: 'GET /api/v1/schedules/:id',
  updateSchedule: 'PATCH /api/v1/schedules/:id',
  listPlaylists: 'GET /api/v1/playlists',
  getPlaylist: 'GET /api/v1/playlists/:id',
  listContents: 'GET /api/v1/content',
  getContent: 'GET /api/v1/content/:id',
  archiveContent: 'POST /api/v1/content/:id/archive',
  restoreContent: 'POST /api/v1/content/:id/restore',
  sendFleetCommand: 'POST /api/v1/fleet/commands',
  storage: 'GET /api/v1/organizations/storage',
  validation: 'GET /api/v1/health/validation',
  postStatus: 'POST /api/v1/health/ops-status',
  readStatus: 'GET /api/v1/health/ops-status',
  live: 'GET /api/v1/health/live',
  ready: 'GET /api/v1/health/ready',
  listOrganisations: 'GET /api/v1/admin/organizations',
} as const;
export type RouteName = keyof typeof ROUTES;
export type Route = (typeof ROUTES)[RouteName];
