import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import type { LookSample } from '../checks/failed-looks.ts';
import { systemClock } from '../clock.ts';
import { VizoraError } from '../vizora/errors.ts';
import type { RequestBudget } from '../vizora/request-budget.ts';
import {
  byPath,
  cutting,
  gone,
  hanging,
  json,
  serving,
  stopServing,
  text,
} from './http-server.test-support.ts';
import { probeMiddlewareReadiness, probeRealtimeReadiness } from './probe-readiness.ts';

afterEach(stopServing);

const unlimited: RequestBudget = { take: async () => undefined, block: () => undefined };
const must = async (): Promise<never> => assert.fail('nobody needs to know whether it lives');

interface Asked {
  readonly alive?: () => Promise<LookSample['outcome']>;
  readonly budget?: RequestBudget;
  readonly connections?: number;
}
const middleware = (url: string, { alive = must, budget = unlimited, connections = 1 }: Asked = {}) =>
  probeMiddlewareReadiness({ url, timeoutMs: 150, connections, alive, budget, clock: systemClock });
const realtime = (url: string, { alive = must }: Asked = {}) =>
  probeRealtimeReadiness({ url, timeoutMs: 150, alive });

const enveloped = (status: string) => json({ success: true, data: { status, uptime: 22 } });

describe('the readiness of the middleware', () => {
  const clear: [what: string, handler: RequestListener, state: string, detail: string][] = [
    ['says ok', enveloped('ok'), 'ready', 'ok'],
    ['says degraded, as with much memory in use', enveloped('degraded'), 'ready', 'degraded'],
    ['says unhealthy without an envelope', json({ status: 'unhealthy' }, 503), 'unready', 'unhealthy'],
    ['says unhealthy with status 200', enveloped('unhealthy'), 'unready', 'unhealthy'],
    [
      'says a word that it does not know',
      enveloped('fine'),
      'unknown',
      'status 200, but not the expected body',
    ],
    ['answers with a page', text('<h1>Hello</h1>'), 'unknown', 'status 200, but not the expected body'],
    ['answers with an empty list', json([]), 'unknown', 'status 200, but not the expected body'],
    ['has no such route', json({ statusCode: 404 }, 404), 'unknown', 'status 404'],
    ['sends us elsewhere', (_, r) => void r.writeHead(302, { Location: '/' }).end(), 'unknown', 'status 302'],
    ['refuses us for asking too often', json({}, 429), 'unknown', 'refused for asking too often (429)'],
  ];
  for (const [what, handler, state, detail] of clear) {
    it(`is ${state} when it ${what}`, async () => {
      assert.deepEqual(await middleware(await serving(handler)), { state, detail });
    });
  }

  const silent: [what: string, handler: RequestListener, detail: string][] = [
    ['hangs', hanging, 'no answer in time'],
    ['cuts the connection', cutting, 'connection cut'],
    ['answers 500', json({ statusCode: 500 }, 500), 'status 500'],
    ['answers 503 with a page', text('<h1>Service Unavailable</h1>', 503), 'status 503'],
  ];
  for (const [what, handler, detail] of silent) {
    it(`is told by its liveness when it ${what}`, async () => {
      const url = await serving(handler);
      const states: string[] = [];
      for (const outcome of ['up', 'down', 'unknown'] as const) {
        const look = await middleware(url, { alive: async () => outcome });
        assert.equal(look.detail, detail);
        states.push(look.state);
      }
      assert.deepEqual(states, ['unready', 'dead', 'unknown']);
    });
  }

  it('asks each worker of a cluster, of which one that lacks something is enough', async () => {
    const ports = new Set<number | undefined>();
    const answers = (...handlers: RequestListener[]): RequestListener => {
      return (request, response) => {
        ports.add(request.socket.remotePort);
        handlers[(ports.size - 1) % handlers.length]?.(request, response);
      };
    };
    const unready = json({ status: 'unhealthy' }, 503);
    const one = await middleware(await serving(answers(enveloped('ok'), unready)), { connections: 3 });
    assert.deepEqual(one, { state: 'unready', detail: 'unhealthy (1 of 3 connections)' });
    assert.equal(ports.size, 3);
    ports.clear();
    const alive = async () => 'down' as const;
    const hung = await middleware(await serving(answers(enveloped('ok'), hanging)), {
      connections: 3,
      alive,
    });
    assert.deepEqual(hung, { state: 'dead', detail: 'no answer in time (1 of 3 connections)' });
    ports.clear();
    const all = await middleware(await serving(answers(enveloped('ok'), enveloped('degraded'))), {
      connections: 3,
    });
    assert.deepEqual(all, { state: 'ready', detail: 'ok' });
  });

  it('is none when nobody listens', async () => {
    const look = await middleware(await gone(), { alive: async () => 'down' });
    assert.deepEqual(look, { state: 'dead', detail: 'connection refused' });
  });

  it('is not asked for when our own budget is used up', async () => {
    const url = await serving(() => assert.fail('it was asked'));
    const budget: RequestBudget = {
      ...unlimited,
      take: (route) => Promise.reject(new VizoraError('budget_exhausted', route, 'no room')),
    };
    assert.equal((await middleware(url, { budget })).state, 'unknown');
  });

  it('is not asked for again before a refusal allows it', async () => {
    const blocked: [route: string, until: number][] = [];
    const budget: RequestBudget = { ...unlimited, block: (...args) => void blocked.push(args) };
    const before = Date.now();
    await middleware(await serving(json({}, 429, { 'Retry-After-medium': '40' })), { budget });
    assert.equal(blocked[0]?.[0], 'GET /api/v1/health/ready');
    assert.ok((blocked[0]?.[1] ?? 0) >= before + 40_000);
  });
});

describe('the readiness of realtime', () => {
  const health = (redis: unknown, database: unknown, status = 200) =>
    json(
      { status: 'any', dependencies: { redis: { status: redis }, database: { status: database } } },
      status,
    );
  const well = health('healthy', 'healthy');
  const ready = json({ status: 'ready', ready: true });
  const notReady = json({ status: 'not ready', ready: false }, 503);
  const at = (readiness: RequestListener, body: RequestListener) =>
    serving(byPath({ '/api/health/ready': readiness, '/api/health': body }));

  it('is what it says, with its word on each dependency', async () => {
    assert.deepEqual(await realtime(await at(ready, well)), {
      state: 'ready',
      detail: 'ready',
      named: { database: 'up', redis: 'up' },
    });
    const lost = { state: 'unready', detail: 'not ready', named: { database: 'up', redis: 'down' } };
    assert.deepEqual(await realtime(await at(notReady, health('unhealthy', 'healthy'))), lost);
    assert.deepEqual(await realtime(await at(notReady, health('unhealthy', 'healthy', 503))), lost);
  });

  for (const [what, body, named] of [
    ['hangs', hanging, {}],
    ['is a page', text('<h1>Hello</h1>'), {}],
    ['names none', json({ status: 'healthy' }), {}],
    ['names one in another way', health('healthy', 'broken'), { redis: 'up' }],
    ['names one only', json({ dependencies: { database: { status: 'unhealthy' } } }), { database: 'down' }],
    ['names them in another shape', json({ dependencies: { redis: 'healthy', database: 1 } }), {}],
  ] as const) {
    it(`names only what can be read when the body of its health ${what}`, async () => {
      assert.deepEqual((await realtime(await at(ready, body))).named, named);
    });
  }

  for (const [what, readiness, expected] of [
    ['answers with a page', text('ready'), 'unknown'],
    ['has no such route', json({}, 404), 'unknown'],
    ['says not ready with status 200', json({ ready: false }), 'unready'],
  ] as const) {
    it(`is ${expected} when it ${what}`, async () => {
      assert.equal((await realtime(await at(readiness, well))).state, expected);
    });
  }

  it('is told by its liveness when it hangs or fails', async () => {
    for (const readiness of [hanging, cutting, json({}, 500), text('', 503)]) {
      const url = await at(readiness, well);
      assert.equal((await realtime(url, { alive: async () => 'up' })).state, 'unready');
      assert.equal((await realtime(url, { alive: async () => 'down' })).state, 'dead');
    }
  });
});

describe('what a real installation answered while servers were away', () => {
  interface Recorded {
    readonly when: string;
    readonly path: string;
    readonly status: number | 'cut';
    readonly answer?: unknown;
  }
  const file = join(import.meta.dirname, '..', '..', 'tests', 'contract', 'recorded', 'outages.json');
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded[];
  const answer = (when: string, path: string): RequestListener => {
    const found = recorded.find((row) => row.when === when && row.path === path);
    assert.ok(found, `${when}: ${path}`);
    // It hung for 30 s before.
    return found.status === 'cut' ? hanging : json(found.answer, found.status);
  };

  for (const [when, api, gateway, named] of [
    ['all well', 'ready', 'ready', { database: 'up', redis: 'up' }],
    ['database down', 'unready', 'unready', { database: 'down', redis: 'up' }],
    ['database back for 15 s', 'ready', 'ready', { database: 'up', redis: 'up' }],
    ['redis down for 8 s', 'unready', 'unready', { database: 'up', redis: 'down' }],
    ['redis back for 15 s after a long outage', 'ready', 'unready', { database: 'up', redis: 'down' }],
  ] as const) {
    it(`is understood: ${when}`, async () => {
      const alive = async () => 'up' as const;
      const ofMiddleware = await middleware(await serving(answer(when, '/api/v1/health/ready')), {
        alive,
      });
      assert.equal(ofMiddleware.state, api);
      const url = await serving(
        byPath({
          '/api/health/ready': answer(when, '/api/health/ready'),
          '/api/health': answer(when, '/api/health'),
        }),
      );
      const ofRealtime = await realtime(url, { alive });
      assert.deepEqual([ofRealtime.state, ofRealtime.named], [gateway, named]);
    });
  }
});
