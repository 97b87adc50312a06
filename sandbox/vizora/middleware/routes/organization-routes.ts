import type { OrganizationRow } from '../../world/rows.ts';
import type { Deps } from '../deps.ts';
import { notFound, refusal } from '../http-error.ts';
import { defineRoute } from '../route.ts';

export const COUNTS = `json_build_object(
  'users', (SELECT count(*) FROM users WHERE "organizationId" = o."id"),
  'displays', (SELECT count(*) FROM devices WHERE "organizationId" = o."id"),
  'content', (SELECT count(*) FROM "Content" WHERE "organizationId" = o."id"),
  'playlists', (SELECT count(*) FROM "Playlist" WHERE "organizationId" = o."id")) AS "_count"`;

export async function organizationWithCounts(id: string, { database }: Deps) {
  const [row] = await database.rows<OrganizationRow>(
    `SELECT o.*, ${COUNTS} FROM organizations o WHERE o."id" = $1`,
    [id],
  );
  if (row === undefined) throw notFound('Organization');
  return row;
}

const current = defineRoute({
  method: 'get',
  path: '/api/v1/organizations/current',
  access: 'session',
  handle: ({ organizationId, deps }) => organizationWithCounts(organizationId, deps),
});

const storage = defineRoute({
  method: 'get',
  path: '/api/v1/organizations/storage',
  access: 'session',
  async handle({ organizationId, deps }) {
    const { storageUsedBytes: used, storageQuotaBytes: quota } = await organizationWithCounts(
      organizationId,
      deps,
    );
    return {
      usedBytes: used,
      quotaBytes: quota,
      availableBytes: Math.max(0, quota - used),
      usagePercent: quota === 0 ? 0 : Math.round((used / quota) * 100),
    };
  },
});

const other = defineRoute({
  method: 'get',
  path: '/api/v1/organizations/:id',
  access: 'session',
  async handle({ id, organizationId, deps }) {
    if (id !== organizationId && deps.strict('other_organisation_403')) {
      throw refusal(403, 'You can only access your own organization');
    }
    return organizationWithCounts(id, deps);
  },
});

export const ORGANIZATION_ROUTES = [current, storage, other];
