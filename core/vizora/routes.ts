/** The routes that are used, as templates: the platform counts its limits per route, and so do we. */
export const ROUTES = {
  login: 'POST /api/v1/auth/login',
  logout: 'POST /api/v1/auth/logout',
  whoAmI: 'GET /api/v1/auth/me',
  listSchedules: 'GET /api/v1/schedules',
  getSchedule: 'GET /api/v1/schedules/:id',
  updateSchedule: 'PATCH /api/v1/schedules/:id',
} as const;
