import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, before, describe, it } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { systemClock } from '../clock.ts';
import type { RequestBudget } from '../vizora/request-budget.ts';
import {
  type Authority,
  type Certificate,
  createAuthority,
  hasOpenssl,
} from './certificates.test-support.ts';
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
import { type EdgeName, probeEdge } from './probe-edge.ts';
import { listening, stopListening } from './raw-server.test-support.ts';

const servers: Server[] = [];
afterEach(() => {
  stopServing();
  stopListening();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const unlimited: RequestBudget = { take: async () => undefined, block: () => undefined };
const probe = (edge: EdgeName, url: string, budget = unlimited, timeoutMs = 400) =>
  probeEdge(edge, { url, timeoutMs, budget, clock: systemClock });

const READY = '/api/v1/health/ready';
const ready = json({ success: true, data: { status: 'ok' } });

describe('the public address of the API', () => {
  const answers: [what: string, handler: RequestListener, outcome: string, detail: RegExp][] = [
    ['says that it is ready', ready, 'up', /answers/],
    ['says that it is not, which came through', json({ status: 'unhealthy' }, 503), 'up', /answers/],
    [
      'has nobody behind it',
      text('<h1>502 Bad Gateway</h1>', 502),
      'down',
      /status 502, and not what the API/,
    ],
    [
      'leads to something else',
      text('<h1>Welcome to nginx!</h1>'),
      'down',
      /status 200, and not what the API/,
    ],
    ['has no such route', json({ statusCode: 404 }, 404), 'down', /status 404/],
    [
      'says itself that it has no such route',
      json({ message: 'Cannot GET /api/v1/health/ready', error: 'Not Found', statusCode: 404 }, 404),
      'unknown',
      /the API itself says 404, Cannot GET/,
    ],
    ['hangs', hanging, 'down', /no answer in time/],
    ['cuts the connection', cutting, 'down', /connection cut/],
    ['refuses us for asking too often', json({}, 429), 'unknown', /429/],
  ];
  for (const [what, handler, outcome, detail] of answers) {
    it(`is ${outcome} when it ${what}`, async () => {
      const seen = await probe('middleware', await serving(byPath({ [READY]: handler })));
      assert.equal(seen.outcome, outcome);
      assert.match(seen.detail, detail);
      assert.equal(seen.certificateExpiresAt, null);
    });
  }

  it('is down when nobody listens', async () => {
    assert.equal((await probe('middleware', await gone())).detail, 'connection refused');
  });

  it('is counted apart from what is asked on loopback', async () => {
    const routes: string[] = [];
    const budget = {
      take: async (route: string) => void routes.push(route),
      block: (route: string) => void routes.push(route),
    };
    await probe('middleware', await serving(json({}, 429)), budget);
    assert.deepEqual(new Set(routes), new Set(['GET /api/v1/health/ready (public)']));
  });
});

describe('the public address of the dashboard', () => {
  const page = text('<link rel="stylesheet" href="/a.css"><script src="/a.js"></script>');
  const asset: RequestListener = (_, response) => void response.end('x');

  it('is up with a page and its assets', async () => {
    const url = await serving(byPath({ '/': page, '/a.css': asset, '/a.js': asset }));
    assert.equal((await probe('web', url)).outcome, 'up');
  });

  it('is down with a page whose assets are not served', async () => {
    const seen = await probe('web', await serving(byPath({ '/': page, '/a.css': asset })));
    assert.deepEqual([seen.outcome, seen.detail], ['down', '/a.js: status 404']);
  });
});

describe('behind TLS', { skip: !hasOpenssl() && 'there is no openssl' }, () => {
  let authority: Authority;
  before(() => {
    authority = createAuthority(30);
    setDefaultCACertificates([...getCACertificates('default'), authority.cert]);
  });

  async function secured({ key, cert }: Certificate, handler: RequestListener = ready): Promise<string> {
    const server = createServer({ key, cert }, handler).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return `https://localhost:${(server.address() as AddressInfo).port}`;
  }
  const endOf = ({ cert }: Certificate) => Date.parse(new X509Certificate(cert).validTo);

  it('a good certificate is good, and tells when it expires', async () => {
    const certificate = authority.issue(5);
    const seen = await probe('middleware', await secured(certificate));
    assert.equal(seen.outcome, 'up');
    assert.equal(seen.certificateExpiresAt, endOf(certificate));
    assert.ok(endOf(certificate) > Date.now() + 4 * 86_400_000);
  });

  it('the first of those that are presented to expire counts', async () => {
    const certificate = authority.issue(60);
    const chain = { ...certificate, cert: certificate.cert + authority.cert };
    assert.equal((await probe('middleware', await secured(chain))).certificateExpiresAt, endOf(authority));
  });

  const invalid: [what: string, certificate: () => Certificate, detail: RegExp][] = [
    ['has expired', () => authority.issue(-1), /^the certificate has expired$/],
    [
      'is for another name',
      () => authority.issue(5, 'DNS:other.example.com'),
      /^the certificate is for another name$/,
    ],
    ['is signed by a stranger', () => createAuthority(9).issue(5), /^the certificate comes without those/],
    ['is signed by itself', () => createAuthority(9), /^the certificate is signed by itself$/],
  ];
  for (const [what, issue, detail] of invalid) {
    it(`a certificate that ${what} makes the address unreachable, and still tells when it expires`, async () => {
      const certificate = issue();
      let asked = 0;
      const url = await secured(certificate, (request, response) => {
        asked += 1;
        ready(request, response);
      });
      const seen = await probe('middleware', url);
      assert.equal(seen.outcome, 'down');
      assert.match(seen.detail, detail);
      assert.equal(seen.certificateExpiresAt, endOf(certificate));
      assert.equal(asked, 0, 'nothing is sent to a server that is not trusted');
    });
  }

  it('the same words tell what is wrong with the certificate of the dashboard', async () => {
    const seen = await probe('web', await secured(authority.issue(-1)));
    assert.deepEqual([seen.outcome, seen.detail], ['down', '/: the certificate has expired']);
  });

  it('a server that hangs in the handshake, or speaks no TLS, tells no expiry and is not waited for', async () => {
    const silent = `https://localhost:${await listening(() => undefined)}`;
    const plain = (await serving(ready)).replace('http:', 'https:');
    for (const url of [silent, plain, (await gone()).replace('http:', 'https:')]) {
      const started = performance.now();
      const seen = await probe('middleware', url, unlimited, 150);
      assert.deepEqual([seen.outcome, seen.certificateExpiresAt], ['down', null]);
      assert.ok(performance.now() - started < 1_000);
    }
  });
});
