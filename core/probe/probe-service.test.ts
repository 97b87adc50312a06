import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { systemClock } from '../clock.ts';
import type { ServiceName } from '../target.ts';
import { VizoraError } from '../vizora/errors.ts';
import type { RequestBudget } from '../vizora/request-budget.ts';
import { probeService } from './probe-service.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listening(handler: RequestListener): Promise<string> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const probe = (
  service: ServiceName,
  url: string,
  special: { connections?: number; budget?: RequestBudget } = {},
) => probeService(service, { url, connections: 1, timeoutMs: 150, clock: systemClock, ...special });

const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
const noSuchRoute = { message: 'Cannot GET /api/v1/health/live', error: 'Not Found', statusCode: 404 };
const live = { success: true, data: { status: 'ok', timestamp: '2026-11-22T00:00:00Z' } };

describe('probing middleware', () => {
  const answers: [what: string, handler: RequestListener, outcome: string, detail: RegExp][] = [
    ['answers as it should', json(live), 'up', /answers/],
    ['hangs', () => undefined, 'down', /no answer in time/],
    [
      'sends its headers and hangs in the body',
      (_, response) => {
        response.writeHead(200);
        response.write('{"succ');
      },
      'down',
      /no answer in time/,
    ],
    ['cuts the connection', (request) => request.socket.destroy(), 'down', /connection cut/],
    [
      'cuts the connection in the body',
      (_, response) => {
        response.writeHead(200, { 'Content-Length': 100 });
        response.write('{"succ', () => response.destroy());
      },
      'down',
      /connection cut/,
    ],
    ['answers 500', json({ statusCode: 500 }, 500), 'down', /status 500/],
    [
      'answers 200 with another status word',
      json({ success: true, data: { status: 'error' } }),
      'down',
      /body/,
    ],
    ['answers 200 without the envelope', json({ status: 'ok' }), 'down', /expected body/],
    ['answers 200 with a page', (_, response) => void response.end('<html></html>'), 'down', /expected body/],
    ['answers 404 and no word of the platform', json({ statusCode: 404 }, 404), 'down', /status 404/],
    ['says itself that there is no such route', json(noSuchRoute, 404), 'unknown', /says 404, Cannot GET/],
    [
      'says itself that it refuses',
      json({ statusCode: 403, message: ['no', 'never'] }, 403),
      'unknown',
      /no, never/,
    ],
    [
      'answers 404 with the words of another status',
      json({ ...noSuchRoute, statusCode: 400 }, 404),
      'down',
      /404/,
    ],
    ['says itself that it has failed', json({ statusCode: 500, message: 'Oh' }, 500), 'down', /status 500/],
    ['refuses us for asking too often', json({}, 429), 'unknown', /429/],
  ];
  for (const [what, handler, outcome, detail] of answers) {
    it(`finds it ${outcome} when it ${what}`, async () => {
      const seen = await probe('middleware', await listening(handler));
      assert.equal(seen.outcome, outcome);
      assert.match(seen.detail, detail);
    });
  }

  it('repeats no more than the beginning of what a service says', async () => {
    const url = await listening(json({ statusCode: 404, message: 'x'.repeat(9_999) }, 404));
    assert.match((await probe('middleware', url)).detail, /says 404, x{200}$/);
  });

  it('finds it down when nobody listens', async () => {
    const url = await listening(json(live));
    servers[0]?.close();
    const seen = await probe('middleware', url);
    assert.deepEqual([seen.outcome, seen.detail], ['down', '/api/v1/health/live: connection refused']);
  });

  it('makes a fresh connection each time, and one failing worker of several is enough', async () => {
    const ports = new Set<number | undefined>();
    let answered = 0;
    const url = await listening((request, response) => {
      ports.add(request.socket.remotePort);
      answered += 1;
      if (answered === 2) return;
      json(live)(request, response);
    });
    const seen = await probe('middleware', url, { connections: 3 });
    assert.equal(ports.size, 3);
    assert.equal(seen.outcome, 'down');
    assert.match(seen.detail, /1 of 3 connections/);
  });

  it('cannot tell when our own budget is used up, and then sends nothing', async () => {
    let asked = 0;
    const url = await listening((request, response) => {
      asked += 1;
      json(live)(request, response);
    });
    const budget: RequestBudget = {
      take: (route) => Promise.reject(new VizoraError('budget_exhausted', route, 'no room')),
      block: () => undefined,
    };
    assert.equal((await probe('middleware', url, { budget })).outcome, 'unknown');
    assert.equal(asked, 0);
  });

  it('stays away for as long as a refusal asks', async () => {
    const blocked: [string, number][] = [];
    const budget: RequestBudget = {
      take: async () => undefined,
      block: (route, until) => void blocked.push([route, until]),
    };
    const url = await listening(json({}, 429, { 'Retry-After-long': '3600' }));
    const before = Date.now();
    await probe('middleware', url, { budget });
    const [route, until] = blocked[0] ?? ['', 0];
    assert.equal(route, 'GET /api/v1/health/live');
    assert.ok(until >= before + 3_600_000);
  });
});

describe('probing realtime', () => {
  it('reads its body, which has no envelope', async () => {
    assert.equal((await probe('realtime', await listening(json({ status: 'ok' })))).outcome, 'up');
    assert.equal((await probe('realtime', await listening(json({ status: 'dying' })))).outcome, 'down');
  });
});

describe('probing web', () => {
  const page =
    '<html><head><link rel="canonical" href="/not-an-asset"><link rel="stylesheet" href="/a.css">' +
    '<script src="https://cdn.example.com/x.js"></script><script src="/a.js?v=1&amp;w=2"></script></head></html>';
  type Assets = Record<string, RequestListener>;
  const goodAssets: Assets = {
    '/a.css': (_, response) => void response.end('body{}'),
    '/a.js?v=1&w=2': (_, response) => void response.end('run()'),
  };
  const web =
    (assets: Assets, start: RequestListener = (_, response) => void response.end(page)): RequestListener =>
    (request, response) => {
      const asset = assets[request.url ?? ''];
      if (asset !== undefined) return asset(request, response);
      if (request.url === '/' || request.url === '/login') return start(request, response);
      response.writeHead(404).end();
    };

  it('finds it up when the page and two of its own assets are served', async () => {
    assert.equal((await probe('web', await listening(web(goodAssets)))).outcome, 'up');
  });

  const broken: [what: string, assets: Assets, detail: RegExp][] = [
    ['fails', { ...goodAssets, '/a.css': (_, r) => void r.writeHead(500).end() }, /\/a\.css: status 500/],
    [
      "is missing, which is said in the platform's own words",
      { ...goodAssets, '/a.css': json({ ...noSuchRoute, message: 'Cannot GET /a.css' }, 404) },
      /\/a\.css: status 404/,
    ],
    ['is missing', { '/a.css': goodAssets['/a.css'] as RequestListener }, /\/a\.js: status 404/],
    [
      'is a page instead',
      {
        ...goodAssets,
        '/a.css': (_, r) => void r.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>no</p>'),
      },
      /instead of an asset/,
    ],
    ['is empty', { ...goodAssets, '/a.css': (_, r) => void r.end() }, /instead of an asset/],
    ['hangs', { ...goodAssets, '/a.css': () => undefined }, /\/a\.css: no answer in time/],
  ];
  for (const [what, assets, detail] of broken) {
    it(`finds it down when the page is served but an asset ${what}`, async () => {
      const seen = await probe('web', await listening(web(assets)));
      assert.equal(seen.outcome, 'down');
      assert.match(seen.detail, detail);
    });
  }

  it('cannot tell when the page refers to nothing of its own, as where its assets come from another host', async () => {
    for (const special of ['<h1>Welcome</h1>', page.replaceAll('"/a.', '"https://cdn.example.com/a.')]) {
      const url = await listening(web({}, (_, response) => void response.end(special)));
      const { outcome, detail } = await probe('web', url);
      assert.deepEqual([outcome, detail], ['unknown', '/: a page without scripts and styles of its own']);
    }
  });

  it('finds it down when it answers with what is no page', async () => {
    for (const nothing of ['', 'OK', '{"status":"ok"}']) {
      const url = await listening(web({}, (_, response) => void response.end(nothing)));
      const { outcome, detail } = await probe('web', url);
      assert.deepEqual([outcome, detail], ['down', '/: status 200, but not a page']);
    }
  });

  it('follows a redirect on the same server, and cannot tell when sent to another', async () => {
    const to =
      (location: string): RequestListener =>
      (request, response) => {
        if (request.url === '/login') response.end(page);
        else response.writeHead(307, { Location: location }).end();
      };
    assert.equal((await probe('web', await listening(web(goodAssets, to('/login'))))).outcome, 'up');
    assert.equal((await probe('web', await listening(web(goodAssets, to('/'))))).outcome, 'down');
    const elsewhere = await listening(web(goodAssets, to('https://vizora.example.com/login')));
    assert.equal((await probe('web', elsewhere)).outcome, 'unknown');
  });
});
