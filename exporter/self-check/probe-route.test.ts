import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { ANSWERS } from '../../core/vizora/answers.ts';
import { VizoraError, type VizoraErrorKind } from '../../core/vizora/errors.ts';
import { readAnswer } from '../../core/vizora/read-answer.ts';
import { NO_ROW } from '../../core/vizora/refused-writes.ts';
import { ROUTES, type RouteName } from '../../core/vizora/routes.ts';
import { isRead, type ProbedRoute } from './need.ts';
import { probeRoute } from './probe-route.ts';

/** What the client makes of an answer of the platform. */
function received(route: RouteName, status: number, body: unknown): unknown {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return readAnswer(ROUTES[route], { status, headers: {}, text }, z.unknown(), 0);
}
const without = (route: RouteName, kind: VizoraErrorKind) => () => {
  throw new VizoraError(kind, ROUTES[route], 'trouble');
};
const refusal = (statusCode: number, message: string) => ({ message, statusCode });

/** One probe of a route that gets this answer; what else is asked for on the way is answered as by a healthy one. */
async function probe(route: ProbedRoute, answer: () => unknown, further: z.ZodType[] = []) {
  const answers = async (asked: ProbedRoute) =>
    asked === route ? answer() : { data: [{ id: 'some-id' }], meta: { total: 1 } };
  return probeRoute(route, { peek: answers, knock: answers }, further);
}
const word = async (...given: Parameters<typeof probe>) => {
  const told = await probe(...given);
  if (told.is === 'untold') return `untold (${told.trouble})`;
  return told.is === 'present' && told.lacks === null ? 'present, fields untold' : told.is;
};

const GATES = {
  role: refusal(403, 'Insufficient permissions. Required roles: admin, manager'),
  subscription: refusal(403, 'Your subscription is inactive. Please upgrade to continue using this feature.'),
  csrf: refusal(403, 'CSRF cookie missing'),
};

describe('a refused write', () => {
  const cases: [what: string, status: number, body: unknown, told: string][] = [
    ['the row does not exist', 404, refusal(404, 'Content not found'), 'present'],
    [
      'the device does not exist',
      404,
      refusal(404, `Device ${NO_ROW.uuid} not found in organization`),
      'present',
    ],
    ['the route does not exist', 404, refusal(404, 'Cannot POST /api/v1/content/x/archive'), 'missing'],
    ['a 404 of something before the platform', 404, '<html>404 Not Found</html>', 'untold (route)'],
    ['the body is wrong', 400, refusal(400, 'Bad Request'), 'present'],
    ['a 400 of something before the platform', 400, '<html>Bad Request</html>', 'untold (route)'],
    ['the role does not allow it', 403, GATES.role, 'present'],
    ['the organisation does not pay', 403, GATES.subscription, 'present'],
    ['a gate before the router', 403, GATES.csrf, 'untold (route)'],
    ['a 403 of something before the platform', 403, '<html>Forbidden</html>', 'untold (route)'],
    ['the token is refused', 401, refusal(401, 'Unauthorized'), 'untold (account)'],
    ['too many requests', 429, refusal(429, 'ThrottlerException: Too Many Requests'), 'untold (route)'],
    ['the database is down', 500, refusal(500, 'Internal server error'), 'untold (route)'],
    ['the gateway is down', 503, refusal(503, 'Realtime gateway is unavailable'), 'untold (route)'],
    ['a redirect', 302, '', 'untold (route)'],
    ['it was carried out', 201, { success: true, data: {} }, 'untold (route)'],
    ['everything is answered with 200', 200, { weather: 'sunny' }, 'untold (route)'],
  ];
  for (const [what, status, body, told] of cases) {
    it(`tells that its route is ${told}: ${what}`, async () => {
      assert.equal(await word('archiveContent', () => received('archiveContent', status, body)), told);
    });
  }

  it('that got no answer tells nothing, and that the platform did not answer', async () => {
    for (const kind of ['timeout', 'connection'] as const)
      assert.equal(await word('sendFleetCommand', without('sendFleetCommand', kind)), 'untold (platform)');
  });

  it('that our own budget held back tells nothing', async () => {
    assert.equal(
      await word('sendFleetCommand', without('sendFleetCommand', 'budget_exhausted')),
      'untold (route)',
    );
  });
});

describe('trouble with logging in', () => {
  it('says nothing of the route that was to be asked, not even by "Cannot GET"', async () => {
    const cases: [RouteName, () => unknown][] = [
      ['login', without('login', 'unauthorized')],
      ['login', without('login', 'login_stopped')],
      ['login', without('login', 'budget_exhausted')],
      ['login', () => received('login', 500, refusal(500, 'Internal server error'))],
      ['whoAmI', () => received('whoAmI', 404, refusal(404, 'Cannot GET /api/v1/auth/me'))],
      ['login', without('login', 'wrong_organisation')],
    ];
    for (const [, answer] of cases) {
      assert.equal(await word('listDisplays', answer), 'untold (account)');
      assert.equal(await word('archiveContent', answer), 'untold (account)');
    }
  });
});

describe('a list', () => {
  const row = { usedBytes: 1, quotaBytes: 2 };
  const content = {
    id: 'c1',
    name: 'n',
    type: 'image',
    status: 'active',
    thumbnail: null,
    fileSize: null,
    createdAt: '',
    updatedAt: '',
  };
  const page = (...data: unknown[]) => ({ data, meta: { total: data.length } });
  const lacks = async (route: ProbedRoute, payload: unknown, further: z.ZodType[] = []) => {
    const told = await probe(route, () => payload, further);
    assert.ok(told.is === 'present' && told.lacks !== null && isRead(route));
    return [ANSWERS[route], ...further].map((schema) => told.lacks?.get(schema));
  };

  it('with a row as the client reads it lacks nothing', async () => {
    assert.deepEqual(await lacks('listContents', page({ ...content, tags: [] })), [[]]);
    assert.deepEqual(await lacks('storage', row), [[]]);
  });

  it('names the fields that are missing or something else, each once', async () => {
    const { status: _, ...rest } = content;
    assert.deepEqual(await lacks('listContents', page({ ...rest, fileSize: '12' }, rest)), [
      ['data[].status', 'data[].fileSize'],
    ]);
    assert.deepEqual(await lacks('listContents', { data: [content] }), [['meta']]);
    assert.deepEqual(await lacks('listContents', content), [['data', 'meta']]);
    assert.deepEqual(await lacks('storage', []), [['data']]);
    assert.deepEqual(await lacks('storage', { usedBytes: 1 }), [['quotaBytes']]);
  });

  it('names apart the further fields that only some needs ask for', async () => {
    const further = z.object({ data: z.array(z.object({ duration: z.number() })) });
    assert.deepEqual(await lacks('listContents', page(content), [further]), [[], ['data[].duration']]);
  });

  it('without a row tells that the route is there, and nothing of fields', async () => {
    assert.equal(await word('listContents', () => page()), 'present, fields untold');
  });

  it('that is empty and lost the way in which lists are told is no empty list', async () => {
    assert.deepEqual(await lacks('listContents', { data: [] }), [['meta']]);
  });

  it('in an envelope that is not the platform’s tells nothing', async () => {
    assert.equal(
      await word('listContents', () => received('listContents', 200, { weather: 'sunny' })),
      'untold (route)',
    );
  });

  it('that is refused for what is asked of it is there', async () => {
    const cases: [number, unknown, string][] = [
      [400, refusal(400, 'Bad Request'), 'present, fields untold'],
      [403, GATES.role, 'present, fields untold'],
      [404, refusal(404, 'Organization not found'), 'present, fields untold'],
      [404, refusal(404, 'Cannot GET /api/v1/content?page=1&limit=1'), 'missing'],
    ];
    for (const [status, body, told] of cases)
      assert.equal(await word('listContents', () => received('listContents', status, body)), told);
  });

  it('of which another route takes the path is missing', async () => {
    const taken = refusal(403, 'You can only access your own organization');
    assert.equal(await word('storage', () => received('storage', 403, taken)), 'missing');
    assert.equal(await word('listContents', () => received('listContents', 403, taken)), 'untold (route)');
  });
});

describe('a route for one row', () => {
  const asked: (string | undefined)[] = [];
  const prober = (list: () => unknown, one: () => unknown) => ({
    peek: async (route: string, id?: string) => {
      if (route === 'listSchedules') return list();
      asked.push(id);
      return one();
    },
    knock: () => assert.fail('reading must not knock'),
  });
  const notFound = () => received('getSchedule', 404, refusal(404, 'Schedule not found'));
  const rows = (...data: unknown[]) => ({ data, meta: { total: data.length } });

  it('is asked for a row of its list, and else for one that cannot be', async () => {
    const lists = [
      () => rows({ id: 'c1' }),
      () => rows(),
      () => received('listSchedules', 404, refusal(404, 'Cannot GET /api/v1/schedules')),
      () => rows({ nr: 7 }),
    ];
    for (const list of lists)
      assert.deepEqual(await probeRoute('getSchedule', prober(list, notFound), []), {
        is: 'present',
        lacks: null,
      });
    assert.deepEqual(asked, ['c1', NO_ROW.cuid, NO_ROW.cuid, NO_ROW.cuid]);
  });

  it('is not told while its list is in trouble', async () => {
    const told = await probeRoute(
      'getSchedule',
      prober(without('listSchedules', 'timeout'), () => assert.fail('must not be asked')),
      [],
    );
    assert.equal(told.is, 'untold');
  });

  it('does not hide a fault of its own', async () => {
    const broken = prober(
      () => {
        throw new TypeError('a bug');
      },
      () => null,
    );
    await assert.rejects(probeRoute('getSchedule', broken, []), TypeError);
  });
});
