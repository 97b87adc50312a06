import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { serviceDown, startBench } from '../bench.test-support.ts';
import { LedgerError } from '../ledger/ledger-error.ts';
import { operatorOnly } from './operator-only.ts';

describe('the API for operators', () => {
  it('asks for the operator token where one is configured, and the webhook does not take it', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'operator-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const operatorToken = join(folder, 'token');
    writeFileSync(operatorToken, 'operator\n');
    const bench = await startBench(t, { remediator: { operator_token_file: operatorToken } });
    const status = async (path: string, token?: string) => {
      const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
      return (await fetch(`${bench.url}${path}`, { headers })).status;
    };
    for (const path of ['remediations', 'decisions', 'proposals', 'status'].map(
      (name) => `/api/v1/${name}`,
    )) {
      assert.deepEqual(
        [await status(path), await status(path, 'wrong'), await status(path, 'operator')],
        [401, 401, 200],
      );
    }
    assert.equal((await bench.post('/api/v1/stop', { reason: 'x' })).status, 401);
    for (const verb of ['approve', 'reject', 'code']) {
      assert.equal((await bench.post(`/api/v1/proposals/p1/${verb}`, { hash: '0'.repeat(64) })).status, 401);
    }
    assert.equal((await bench.deliver([{ labels: serviceDown('web') }], 'operator')).status, 401);
    assert.equal(await status('/metrics'), 200);
  });

  it('without a token lets in this machine only', () => {
    const answer = (remoteAddress: string, special: Record<string, string> = {}) => {
      let code = 200;
      const response = {
        setHeader: () => response,
        status: (status: number) => {
          code = status;
          return response;
        },
        json: () => response,
      };
      const headers = { host: '127.0.0.1:19878', ...special };
      const request = { socket: { remoteAddress }, method: 'GET', headers };
      operatorOnly(null)(request as never, response as never, () => undefined);
      return code;
    };
    assert.deepEqual(
      ['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.0.0.7', '::ffff:10.0.0.7', ''].map((from) => answer(from)),
      [200, 200, 200, 403, 403, 403],
    );
    const headers = [
      { host: 'localhost:19878' },
      { host: '[::1]:19878' },
      { host: 'rebound.example:19878' },
      { 'x-forwarded-for': '203.0.113.7' },
    ];
    assert.deepEqual(
      headers.map((special) => answer('127.0.0.1', special)),
      [200, 200, 403, 403],
    );
  });

  it('takes no stop from a page in a browser', async (t) => {
    const bench = await startBench(t);
    const answer = await fetch(`${bench.url}/api/v1/resume`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: '{}',
    });
    assert.equal(answer.status, 415);
  });

  it('pages by id, and refuses nonsense', async (t) => {
    const bench = await startBench(t);
    for (const service of ['web', 'realtime', 'middleware'])
      await bench.deliver([{ labels: serviceDown(service) }]);
    await bench.pass(1_000);
    const ids = async (query: string) => {
      const { decisions } = await bench.get(`/api/v1/decisions?${query}`);
      return (decisions as { id: string }[]).map(({ id }) => id);
    };
    assert.deepEqual(await ids(''), ['d1', 'd2', 'd3']);
    assert.deepEqual(await ids('limit=2'), ['d2', 'd3']);
    assert.deepEqual(await ids('after=d1&limit=1'), ['d2']);
    await bench.deliver([{ labels: serviceDown('web'), status: 'resolved' }]);
    await bench.pass(1_000);
    assert.deepEqual(await ids('after=d2'), ['d3', 'd4']);
    assert.deepEqual(await ids('after=d2&routine=false'), ['d3']);
    assert.deepEqual(await ids('limit=1&routine=false'), ['d3']);
    for (const query of ['routine=maybe', 'after=x', 'limit=-1', 'after=d1%27%20OR%201']) {
      assert.equal((await fetch(`${bench.url}/api/v1/decisions?${query}`)).status, 400);
    }
    assert.equal((await fetch(`${bench.url}/api/v1/remediations/1%27--`)).status, 404);
  });

  it('does not start a second time on the same store', async (t) => {
    const bench = await startBench(t);
    await assert.rejects(startBench(t, { after: bench }), LedgerError);
  });
});
