import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Redis } from 'ioredis';
import { systemClock } from '../core/clock.ts';
import { createLog } from '../core/log.ts';
import { createVizora } from '../core/vizora/client.ts';
import { createRequestBudget } from '../core/vizora/request-budget.ts';
import { ROUTES } from '../core/vizora/routes.ts';
import { ACTION_NEEDS } from '../exporter/self-check/action-needs.ts';
import { CHECK_NEEDS } from '../exporter/self-check/check-needs.ts';
import type { Need, ProbedRoute } from '../exporter/self-check/need.ts';
import { createSelfCheck } from '../exporter/self-check/self-check.ts';
import { watchOrganisation } from '../exporter/watched-organisation.ts';
import { type Login, loginOf } from '../sandbox/vizora/world/accounts.ts';
import type { Role } from '../sandbox/vizora/world/rows.ts';
import { healthyWorld, organisation } from '../sandbox/vizora/world/spec.ts';
import type { TableName } from '../sandbox/vizora/world/tables.ts';
import { type RunningSandbox, startSandbox } from './running-sandbox.ts';

const world = healthyWorld({
  organisations: [
    organisation('acme-signage', { displays: 6 }),
    organisation('beta-retail', { displays: 6 }),
    organisation('lapsed', { displays: 6, tier: 'pro', status: 'suspended' }),
    organisation('newcomer', { displays: 0, content: 0, playlists: 0, groups: 0, schedules: 0 }),
  ],
  heartbeats: false,
});
let sandbox: RunningSandbox;
let redis: Redis;
const closings: (() => Promise<void>)[] = [];

before(async () => {
  sandbox = await startSandbox(world);
  redis = new Redis({ host: '127.0.0.1', port: sandbox.ports.redis });
  // It comes and goes with the outage that a test makes; a command that fails says so itself.
  redis.on('error', () => undefined);
  // Nothing of its own happens to a display that is offline and holds no socket.
  for (const { id } of await sandbox.rows('devices'))
    await sandbox.control('PATCH', `/world/devices/${id}`, { status: 'offline', socketId: null });
});

after(async () => {
  await Promise.all(closings.map((close) => close()));
  await redis?.quit();
  await sandbox?.stop();
});

type Asker = readonly [org: string, role: Role, login?: Partial<Login>];

/** A self-check that asks as these accounts, already logged in, and what it came to. */
function selfCheckOf(...askers: readonly Asker[]) {
  const clock = systemClock;
  const log = createLog('test', 'silent');
  const vizora = createVizora({
    baseUrl: sandbox.apiUrl,
    budget: createRequestBudget({
      clock,
      perSecond: 500,
      perMinute: 5_000,
      perHour: 50_000,
      logins: { limit: 50, length: 60_000 },
    }),
    clock,
    log,
    timeoutMs: 1_000,
  });
  closings.push(vizora.close);
  const organisations = askers.map(([org, role, special]) => {
    const { email, password } = { ...loginOf(org, role), ...special };
    const reader = { email, password: { env: 'P' } };
    const api = vizora.organisation({ email, password: () => password }, org);
    return watchOrganisation({ slug: org, class: 'customer', reader }, api);
  });
  const look = async () => {
    const selfCheck = createSelfCheck({ organisations, timezone: undefined, clock, log });
    await selfCheck.lookIfDue();
    const named = (available: boolean | null): string[] =>
      [...selfCheck.checks(), ...selfCheck.actions()].flatMap(([name, availability]) =>
        availability.available === available ? [name] : [],
      );
    return { selfCheck, lost: named(false), untold: named(null), available: named(true) };
  };
  return { look, logIn: () => Promise.all(organisations.map(({ api }) => api.whoAmI())) };
}

const all: readonly (readonly [string, readonly Need[]])[] = [
  ...Object.entries(CHECK_NEEDS),
  ...Object.entries(ACTION_NEEDS),
].filter(([, needs]) => needs.length > 0);
const everything = all.map(([name]) => name).sort();
const needing = (route: ProbedRoute) =>
  all.flatMap(([name, needs]) => (needs.some((need) => need.route === route) ? [name] : [])).sort();
const probed = [...new Set(all.flatMap(([, needs]) => needs.map(({ route }) => route)))];

const TABLES: readonly TableName[] = [
  'organizations',
  'users',
  'Playlist',
  'devices',
  'Content',
  'PlaylistItem',
  'DisplayGroup',
  'DisplayGroupMember',
  'Schedule',
  'AuditLog',
  'refresh_tokens',
];

/** All that a write could have changed: every row, and what the platform keeps in Redis, throttles aside. */
async function everythingThatIs() {
  const tables: Record<string, unknown> = {};
  for (const table of TABLES)
    tables[table] = (await sandbox.rows(table)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const keys = (await redis.keys('*')).filter((key) => !key.startsWith('user_auth:')).sort();
  return { tables, keys };
}

describe('the self-check on the platform as it is', () => {
  const askers: [who: string, refusals: readonly number[], ...asker: Asker][] = [
    ['a viewer, as a reader should be', [403], 'acme-signage', 'viewer'],
    ['a manager, who could write', [400, 404], 'acme-signage', 'manager'],
    ['an admin', [400, 404], 'acme-signage', 'admin'],
    ['a viewer of an organisation that does not pay', [403], 'lapsed', 'viewer'],
    ['a manager of an organisation that does not pay', [403], 'lapsed', 'manager'],
  ];
  for (const [who, refusals, ...asker] of askers) {
    it(`finds everything as ${who}, and changes nothing`, async () => {
      const { look, logIn } = selfCheckOf(asker);
      await logIn();
      const before = await everythingThatIs();
      const { length } = await sandbox.requests();
      const { available, lost, untold } = await look();
      assert.deepEqual([lost, untold], [[], []]);
      assert.deepEqual(available.sort(), everything);
      assert.deepEqual(await everythingThatIs(), before);
      const sent = (await sandbox.requests()).slice(length);
      const writes = sent.filter(({ method }) => method !== 'GET');
      assert.deepEqual([...new Set(writes.map(({ status }) => status))].sort(), refusals);
      assert.equal(writes.length, 5);
      assert.equal(writes.filter(({ path }) => path === '/api/v1/fleet/commands').length, 1);
    });
  }

  it('cannot tell fields where an organisation has nothing, and asks the next one for them', async () => {
    const alone = await selfCheckOf(['newcomer', 'viewer']).look();
    assert.deepEqual(alone.lost, []);
    assert.deepEqual(alone.available.sort(), [
      'dependency_down',
      'edge_unreachable',
      'service_down',
      'status_not_delivered',
      'storage_high',
    ]);
    assert.ok([...alone.selfCheck.routes().values()].every(({ present }) => present));
    assert.equal(alone.selfCheck.routes().size, probed.length);
    const both = await selfCheckOf(['newcomer', 'viewer'], ['acme-signage', 'viewer']).look();
    assert.deepEqual([both.lost, both.untold], [[], []]);
  });
});

describe('a route that the platform lacks', () => {
  for (const route of probed) {
    it(`is found missing, with all that needs it: ${ROUTES[route]}`, async () => {
      for (const role of ['viewer', 'manager'] as const) {
        const { look } = selfCheckOf(['acme-signage', role]);
        const { lost, selfCheck } = await sandbox.during('routes_missing', { routes: [ROUTES[route]] }, look);
        assert.deepEqual(selfCheck.routes().get(route), { present: false, lacks: null });
        assert.deepEqual(lost.sort(), needing(route));
      }
    });
  }
});

describe('a field that the platform no longer tells', () => {
  const cases: [route: ProbedRoute, field: string, lost: readonly string[]][] = [
    ['listDisplays', 'data[].lastHeartbeat', needing('listDisplays')],
    ['listDisplays', 'meta.total', needing('listDisplays')],
    ['getDisplay', 'status', needing('getDisplay')],
    ['listDisplayGroups', 'data[].displays', needing('listDisplayGroups')],
    ['listSchedules', 'data[].endDate', needing('listSchedules')],
    ['getSchedule', 'isActive', needing('getSchedule')],
    ['listPlaylists', 'data[].items', needing('listPlaylists')],
    ['listContents', 'data[].fileSize', needing('listContents')],
    ['getContent', 'expiresAt', needing('getContent')],
    ['getContent', 'metadata', needing('getContent')],
    ['storage', 'usedBytes', needing('storage')],
    // What only some of its readers need is lost to those only.
    ['getContent', 'playlistItems', ['content_orphaned']],
    [
      'listPlaylists',
      'data[].items[].content',
      needing('listPlaylists').filter((name) => !['content_orphaned', 'archive_content'].includes(name)),
    ],
  ];
  for (const [route, field, lost] of cases) {
    it(`is named, with all that needs it: ${field} of ${ROUTES[route]}`, async () => {
      const { look } = selfCheckOf(['acme-signage', 'viewer']);
      const found = await sandbox.during('field_hidden', { route: ROUTES[route], field }, look);
      assert.deepEqual(found.lost.sort(), [...lost].sort());
      const [check] = lost.filter((name) => name in CHECK_NEEDS) as (keyof typeof CHECK_NEEDS)[];
      if (check !== undefined) {
        const said = found.selfCheck.unavailable(check) ?? '';
        assert.ok(said.includes(`${ROUTES[route]} lacks ${field}`), said);
      }
    });
  }
});

describe('trouble on the way', () => {
  const viewer = ['acme-signage', 'viewer'] as const;
  const nothing = async (look: () => Promise<{ lost: string[]; available: string[] }>) => {
    const { lost, available } = await look();
    assert.deepEqual([lost, available], [[], []]);
  };

  it('is not told, never missing: an API that fails', async () => {
    const { look } = selfCheckOf(viewer);
    await sandbox.during('error_500', { app: 'vizora-middleware' }, () => nothing(look));
  });
  it('is not told, never missing: an API that answers anything', async () => {
    const { look, logIn } = selfCheckOf(viewer);
    await logIn();
    await sandbox.during('garbage', { app: 'vizora-middleware' }, () => nothing(look));
  });
  it('is not told, never missing: an API that hangs without its Redis', async () => {
    const { look, logIn } = selfCheckOf(viewer);
    await logIn();
    await sandbox.during('redis_down', {}, () => nothing(look));
  });
  it('is not told, never missing: an API without its database', async () => {
    const { look } = selfCheckOf(viewer);
    await sandbox.during('database_down', {}, () => nothing(look));
  });
  it('is not told, never missing: an account that is refused', async () => {
    await nothing(selfCheckOf(['acme-signage', 'viewer', { password: 'wrong' }]).look);
  });

  it('of one organisation does not decide', async () => {
    const { look } = selfCheckOf(['beta-retail', 'viewer', { password: 'wrong' }], viewer);
    const { lost, untold } = await look();
    assert.deepEqual([lost, untold], [[], []]);
  });

  it('is not told, never missing: too many requests', async () => {
    const { look, logIn } = selfCheckOf(viewer);
    await logIn();
    const [method = '', path = ''] = ROUTES.sendFleetCommand.split(' ');
    const ask = () => fetch(sandbox.apiUrl + path, { method, headers: { authorization: 'Bearer nobody' } });
    // Without the window of a second, that of a minute shuts the route for as long as this takes.
    await sandbox.control('PUT', '/strictness', { off: ['throttle_short'] });
    await sandbox.withRateLimits(async () => {
      for (let refused = 0; refused < 50; ) {
        const answers = await Promise.all(Array.from({ length: 50 }, ask));
        refused = answers.filter(({ status }) => status === 429).length;
      }
      const { selfCheck, lost, untold } = await look();
      assert.deepEqual([lost, untold], [[], ['reconnect_display']]);
      assert.equal(selfCheck.routes().has('sendFleetCommand'), false);
    });
  });
});
