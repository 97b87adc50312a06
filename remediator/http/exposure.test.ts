import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { type Bench, serviceDown, startBench } from '../bench.test-support.ts';
import { isOurName } from './our-name.ts';

type Headers = Record<string, string>;

/** As a browser or a program sends it, with whatever headers; fetch would not let a test forge them. */
function send(bench: Bench, method: string, path: string, headers: Headers, body = '') {
  return new Promise<{ status: number; headers: Record<string, unknown> }>((resolve, reject) => {
    const sent = request(new URL(path, bench.url), { method, headers, agent: false }, (response) => {
      response
        .resume()
        .on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    });
    sent.on('error', reject).end(body);
  });
}

function operatorTokens(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'operator-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [file, next] = [join(folder, 'token'), join(folder, 'next')];
  writeFileSync(file, 'first\n');
  return { file, next };
}

/** A proposal that waits, whose page there is. */
async function proposed(t: TestContext, special: Record<string, unknown> = {}): Promise<Bench> {
  const bench = await startBench(t, { remediator: { mode: 'approve', ...special } });
  bench.world.hang(2);
  await bench.alert(serviceDown('realtime'));
  await bench.until('a person is asked', () =>
    bench.alertmanager.announced.some(({ labels }) => labels['proposal_id'] === 'p1'),
  );
  return bench;
}

describe('what the remediator shows', () => {
  it('carries the headers that keep a browser in bounds, whatever is answered', async (t) => {
    const bench = await proposed(t);
    const asked: [string, string, number][] = [
      ['GET', '/', 200],
      ['GET', '/metrics', 200],
      ['GET', '/-/healthy', 200],
      ['GET', bench.approvalPath(), 200],
      ['GET', '/approve/p1', 404],
      ['GET', '/approve/p99', 404],
      ['GET', '/api/v1/summary', 200],
      ['GET', '/api/v1/status', 200],
      ['GET', '/api/v1/remediations/r99', 404],
      ['GET', '/nothing', 404],
      ['POST', '/metrics', 405],
      ['POST', '/api/v1/alerts', 401],
      ['POST', '/api/v1/stop', 415],
      ['GET', '/%E0%A4%A', 404],
    ];
    for (const [method, path, status] of asked) {
      const answer = await send(bench, method, path, {});
      assert.equal(answer.status, status, path);
      const { headers } = answer;
      const policy = String(headers['content-security-policy']);
      for (const part of [
        "default-src 'self'",
        "frame-ancestors 'self'",
        "form-action 'self'",
        "object-src 'none'",
      ]) {
        assert.ok(policy.includes(part), `${path}: ${part}`);
      }
      assert.equal(headers['x-content-type-options'], 'nosniff', path);
      assert.equal(headers['x-frame-options'], 'SAMEORIGIN', path);
      assert.equal(headers['referrer-policy'], 'no-referrer', path);
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin', path);
      assert.equal(headers['access-control-allow-origin'], undefined, path);
      assert.equal(headers['x-powered-by'], undefined, path);
    }
  });

  it('is kept by no cache where only operators may see it', async (t) => {
    const bench = await startBench(t);
    for (const path of ['/api/v1/status', '/api/v1/remediations', '/api/v1/decisions']) {
      assert.equal((await send(bench, 'GET', path, {})).headers['cache-control'], 'no-store', path);
    }
  });
});

describe('the operator token', () => {
  it('may be one of two while it is rotated, and is taken up without a restart', async (t) => {
    const { file, next } = operatorTokens(t);
    const bench = await startBench(t, {
      remediator: { operator_token_file: file, operator_next_token_file: next },
    });
    const status = async (token: string) =>
      (await send(bench, 'GET', '/api/v1/status', { Authorization: `Bearer ${token}` })).status;
    assert.deepEqual([await status('first'), await status('second')], [200, 401]);
    writeFileSync(next, 'second\n');
    assert.deepEqual([await status('first'), await status('second')], [200, 200]);
    writeFileSync(file, 'second\n');
    rmSync(next);
    assert.deepEqual([await status('first'), await status('second')], [401, 200]);
  });

  it('is asked for by everything but the intake and what /metrics shows to everybody', async (t) => {
    const { file } = operatorTokens(t);
    const bench = await startBench(t, { remediator: { operator_token_file: file } });
    const json = { 'Content-Type': 'application/json' };
    const guarded: [string, string][] = [
      ...[
        'status',
        'remediations',
        'remediations/r1',
        'remediations/r1/explain',
        'decisions',
        'proposals',
        'proposals/p1',
      ].map((path): [string, string] => ['GET', path]),
      ...[
        'stop',
        'resume',
        'maintenance',
        'maintenance/end',
        'dry-run',
        'remediations/r1/undo',
        'proposals/p1/approve',
        'proposals/p1/reject',
        'proposals/p1/code',
      ].map((path): [string, string] => ['POST', path]),
      ['GET', 'whatever-comes-later'],
    ];
    for (const [method, path] of guarded) {
      assert.equal((await send(bench, method, `/api/v1/${path}`, json, '{}')).status, 401, path);
    }
    assert.equal((await send(bench, 'GET', '/api/v1/summary', {})).status, 200);
  });
});

describe('a foreign page in a browser', () => {
  it('that makes a name of its own lead here neither reads a plan nor uses up the tries', async (t) => {
    const bench = await proposed(t);
    const path = bench.approvalPath();
    const form = { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' };
    const rebound = { Host: 'rebound.example:19878' };
    assert.equal((await send(bench, 'GET', path, rebound)).status, 403);
    for (let tries = 0; tries < 6; tries++) {
      assert.equal((await send(bench, 'POST', path, { ...form, ...rebound }, 'code=x')).status, 403);
    }
    assert.equal((await send(bench, 'GET', '/api/v1/status', rebound)).status, 403);
    const proposal = await bench.get('/api/v1/proposals/p1');
    const made = await (await bench.post('/api/v1/proposals/p1/code', { hash: proposal['hash'] })).json();
    const { code } = made as { code: string };
    assert.equal((await send(bench, 'POST', path, form, `code=${code}`)).status, 200);
  });

  it('is sent away by what its browser says of it', async (t) => {
    const bench = await proposed(t);
    const path = bench.approvalPath();
    const json = { 'Content-Type': 'application/json' };
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const foreign: Headers[] = [
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { Origin: 'https://foreign.example' },
      { Origin: 'null' },
    ];
    for (const headers of foreign) {
      assert.equal(
        (await send(bench, 'POST', '/api/v1/stop', { ...json, ...headers }, '{"reason":"x"}')).status,
        403,
      );
      assert.equal((await send(bench, 'GET', '/api/v1/status', headers)).status, 403);
      assert.equal((await send(bench, 'POST', path, { ...form, ...headers }, 'code=x')).status, 403);
    }
    const proxied = { ...form, 'Sec-Fetch-Site': 'same-origin', Origin: 'https://ops.example' };
    assert.equal((await send(bench, 'POST', path, proxied, 'code=')).status, 403, 'a wrong code');
    const own = { Origin: bench.url };
    assert.equal((await send(bench, 'GET', '/api/v1/status', own)).status, 200);
    assert.deepEqual((await bench.get('/api/v1/status'))['stops'], []);
  });

  it('is no proxy: what one passes on is not from this machine', async (t) => {
    const bench = await startBench(t);
    for (const name of ['X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP', 'Forwarded', 'Via']) {
      assert.equal((await send(bench, 'GET', '/api/v1/status', { [name]: '203.0.113.7' })).status, 403, name);
    }
  });
});

describe('a name of ours', () => {
  const places = { listen: 'ops.internal:19878', public_url: 'https://ops.example/remediator' };
  const names: [string | undefined, boolean][] = [
    ['127.0.0.1:19878', true],
    ['10.0.0.7', true],
    ['[::1]:19878', true],
    ['localhost:19878', true],
    ['OPS.internal:19878', true],
    ['ops.example', true],
    ['rebound.example', false],
    ['localhost.rebound.example', false],
    ['127.0.0.1.rebound.example', false],
    ['', false],
    [undefined, false],
  ];
  for (const [host, isOurs] of names) {
    it(`is ${isOurs ? '' : 'not '}${JSON.stringify(host)}`, () => {
      assert.equal(isOurName(host, places), isOurs);
    });
  }
});
