import type { z } from 'zod';
import type { OrganizationRow } from '../../world/rows.ts';
import { type PageQuery, pageOf, pageQuery, slice } from '../page.ts';
import { defineRoute } from '../route.ts';
import { COUNTS, organizationWithCounts } from './organization-routes.ts';

const list = defineRoute<PageQuery>({
  method: 'get',
  path: '/api/v1/admin/organizations',
  access: 'super_admin',
  query: (strict) => pageQuery(strict, {}) as unknown as z.ZodType<PageQuery>,
  async handle({ query, deps }) {
    const rows = await deps.database.rows<OrganizationRow>(
      `SELECT o.*, ${COUNTS} FROM organizations o ORDER BY o."createdAt" DESC ${slice(query)}`,
    );
    const [count] = await deps.database.rows<{ total: number }>(
      'SELECT count(*) AS total FROM organizations',
    );
    const total = count?.total ?? 0;
    if (!deps.strict('admin_list_skip_take')) return pageOf(rows, total, query, deps.strict);
    return { data: rows, total, skip: (query.page - 1) * query.limit, take: query.limit };
  },
});

const detail = defineRoute({
  method: 'get',
  path: '/api/v1/admin/organizations/:id',
  access: 'super_admin',
  id: 'uuid',
  handle: ({ id, deps }) => organizationWithCounts(id, deps),
});

const stats = defineRoute({
  method: 'get',
  path: '/api/v1/admin/organizations/:id/stats',
  access: 'super_admin',
  id: 'uuid',
  async handle({ id, deps }) {
    await organizationWithCounts(id, deps);
    const [row] = await deps.database.rows<Record<string, unknown>>(
      `SELECT
         (SELECT count(*) FROM users WHERE "organizationId" = $1) AS "userCount",
         (SELECT count(*) FROM devices WHERE "organizationId" = $1) AS "displayCount",
         (SELECT count(*) FROM "Content" WHERE "organizationId" = $1) AS "contentCount",
         (SELECT count(*) FROM "Playlist" WHERE "organizationId" = $1) AS "playlistCount",
         (SELECT count(*) FROM devices WHERE "organizationId" = $1 AND "status" = 'online') AS "onlineDisplays",
         (SELECT coalesce(sum("fileSize"), 0) FROM "Content" WHERE "organizationId" = $1) AS "totalStorageBytes",
         (SELECT max("createdAt") FROM "AuditLog" WHERE "organizationId" = $1) AS "lastActivity"`,
      [id],
    );
    return row;
  },
});

const overview = defineRoute({
  method: 'get',
  path: '/api/v1/admin/stats/overview',
  access: 'super_admin',
  async handle({ deps }) {
    const [row] = await deps.database.rows<Record<string, number>>(
      `SELECT
         (SELECT count(*) FROM organizations) AS "totalOrganizations",
         (SELECT count(*) FROM users) AS "totalUsers",
         (SELECT count(*) FROM devices) AS "totalDisplays",
         (SELECT count(*) FROM devices WHERE "status" = 'online') AS "onlineDisplays",
         (SELECT count(*) FROM devices) AS "totalScreens",
         (SELECT count(*) FROM devices WHERE "status" = 'online') AS "onlineScreens",
         (SELECT count(*) FROM "Content") AS "totalContent",
         (SELECT coalesce(sum("fileSize"), 0) FROM "Content") AS "totalStorageBytes",
         0 AS "totalRevenue",
         (SELECT count(*) FROM organizations WHERE "subscriptionStatus" = 'active') AS "activeSubscriptions"`,
    );
    return row;
  },
});

const usage = defineRoute({
  method: 'get',
  path: '/api/v1/admin/stats/usage',
  access: 'super_admin',
  async handle({ deps }) {
    const [row] = await deps.database.rows<Record<string, number>>(
      `SELECT
         count(*) FILTER (WHERE "status" = 'online') AS "displaysOnline",
         count(*) AS "displaysTotal",
         coalesce(round(100.0 * count(*) FILTER (WHERE "status" = 'online') / nullif(count(*), 0)), 0)::int
           AS "onlinePercentage",
         (SELECT count(*) FROM "Content") AS "contentItems",
         (SELECT count(*) FROM "Schedule" WHERE "isActive") AS "activeSchedules",
         0 AS "apiKeysActive"
       FROM devices`,
    );
    return row;
  },
});

export const ADMIN_ROUTES = [list, stats, detail, overview, usage];
