import { z } from 'zod';
import { badRequest, forbidden, ok, plain, unauthorized } from '../answers.ts';
import { get, row } from '../ask.ts';
import type { Row } from '../row.ts';
import { countedOrganisation } from '../shapes/organisations.ts';
import { count, text, time } from '../shapes/values.ts';

const superOnly = forbidden('Super admin access required');
const superRoutes = [
  'admin/stats/overview',
  'admin/organizations',
  'admin/organizations/{org}/stats',
  'admin/health',
  'health/self-test',
  'health/monitor/current',
];
const service = z.looseObject({});

/** The own organisation, and the routes of super admins. */
export const organisationRows: readonly Row[] = [
  row(
    'the own organisation is told with what it has',
    get('organizations/current'),
    ok((given) => countedOrganisation.extend({ id: z.literal(given('org')) })),
    {
      recorded: 'own organisation',
    },
  ),
  row(
    'the storage of the own organisation adds up',
    get('organizations/storage'),
    ok(
      z
        .strictObject({
          usedBytes: count,
          quotaBytes: count,
          availableBytes: count,
          usagePercent: z.number().min(0),
        })
        .refine(
          ({ usedBytes, quotaBytes, availableBytes }) =>
            availableBytes === Math.max(0, quotaBytes - usedBytes),
          {
            path: ['availableBytes'],
            message: 'expected quota less usage',
          },
        ),
    ),
    { recorded: 'organisation storage' },
  ),
  row(
    'a viewer may read the own organisation',
    get('organizations/current', 'viewer'),
    ok(countedOrganisation),
  ),

  row(
    'a super admin lists organisations with skip and take, not with a page',
    get('admin/organizations?page=1&limit=10', 'super'),
    ok(
      z
        .strictObject({
          data: z.array(countedOrganisation).min(1),
          total: count,
          skip: z.literal(0),
          take: z.literal(10),
        })
        .refine(({ data, take }) => data.length <= take, {
          path: ['data'],
          message: 'expected no more than asked for',
        }),
    ),
    { recorded: 'super admin: organisations' },
  ),
  row(
    'the list of organisations refuses take as a query key',
    get('admin/organizations?take=10', 'super'),
    badRequest,
  ),
  row(
    'a super admin reads the numbers of one organisation',
    get('admin/organizations/{org}/stats', 'super'),
    ok(
      z.strictObject({
        userCount: count,
        displayCount: count,
        contentCount: count,
        playlistCount: count,
        onlineDisplays: count,
        totalStorageBytes: count,
        lastActivity: time.nullable(),
      }),
    ),
    { recorded: 'super admin: stats of one organisation' },
  ),
  row(
    'a super admin reads one organisation',
    get('admin/organizations/{org}', 'super'),
    ok((given) => z.looseObject({ id: z.literal(given('org')), slug: text })),
  ),
  row(
    'a super admin reads the numbers of all',
    get('admin/stats/overview', 'super'),
    ok(
      z.strictObject({
        totalOrganizations: count.min(1),
        totalUsers: count.min(1),
        totalDisplays: count,
        onlineDisplays: count,
        totalScreens: count,
        onlineScreens: count,
        totalContent: count,
        totalStorageBytes: count,
        totalRevenue: z.number(),
        activeSubscriptions: count,
      }),
    ),
    { recorded: 'super admin: overview' },
  ),
  row(
    'a super admin reads the usage of all',
    get('admin/stats/usage', 'super'),
    ok(
      z.strictObject({
        displaysOnline: count,
        displaysTotal: count,
        onlinePercentage: z.number(),
        contentItems: count,
        activeSchedules: count,
        apiKeysActive: count,
      }),
    ),
  ),
  row(
    'a super admin reads the health of the services',
    get('admin/health', 'super'),
    ok(
      z.strictObject({
        overall: text,
        services: z.strictObject({
          database: z.looseObject({ healthy: z.boolean(), responseTime: z.number() }),
          redis: z.looseObject({ healthy: z.boolean(), responseTime: z.number() }),
          middleware: service,
          web: service,
          realtime: service,
        }),
        timestamp: time,
      }),
    ),
  ),
  ...superRoutes.flatMap((path) => [
    row(
      `${path.replace('{org}', 'one')} is for super admins only`,
      get(path),
      superOnly,
      path === 'admin/stats/overview' ? { recorded: 'admin route as an ordinary admin' } : {},
    ),
    row(`${path.replace('{org}', 'one')} is closed to nobody known`, get(path, 'nobody'), unauthorized),
  ]),
  row('a super admin may see the self-test', get('health/self-test', 'super'), { status: 200 }),
  row('a super admin may see the monitor', get('health/monitor/current', 'super'), { status: 200 }),
  row(
    'a super admin does not see the displays of others',
    get('displays/{display}', 'super'),
    plain(404, { message: 'Display not found', error: 'Not Found', statusCode: 404 }),
  ),
];
