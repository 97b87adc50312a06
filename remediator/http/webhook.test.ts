import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { startServer } from '../../core/http/start-server.ts';
import { createLog } from '../../core/log.ts';
import { createFakeClock } from '../../core/vizora/fake-clock.test-support.ts';
import { payload, serviceDown } from '../bench.test-support.ts';
import type { StoredAlert } from '../ledger/deliveries.ts';
import { openLedger } from '../ledger/ledger.ts';
import { bearerCheck } from './bearer.ts';
import { createIntake } from './intake.ts';
import { webhook } from './webhook.ts';

const log = createLog('test', 'silent');
const good = JSON.stringify(payload([{ labels: serviceDown('web') }]));

async function startWebhook(t: TestContext) {
  const dataDir = mkdtempSync(join(tmpdir(), 'webhook-'));
  const file = join(dataDir, 'token');
  const next = join(dataDir, 'next-token');
  writeFileSync(file, 'right\n');
  const ledger = openLedger(join(dataDir, 'store'));
  const stored: StoredAlert[] = [];
  const codes: number[] = [];
  const events: string[] = [];
  let full = false;
  const deliveries: typeof ledger.deliveries = {
    ...ledger.deliveries,
    store(group, at) {
      if (full) throw new Error('database or disk is full');
      const result = ledger.deliveries.store(group, at);
      events.push(`commit of ${group.length}`);
      return result;
    },
  };
  const intake = createIntake({
    ledger: { deliveries },
    clock: createFakeClock(),
    onStored: (alerts) => stored.push(...alerts),
  });
  const authenticated = bearerCheck(
    [
      { file, setting: 'alertmanager_token_file' },
      { file: next, setting: 'alertmanager_next_token_file', optional: true },
    ],
    () => undefined,
  );
  const onAnswer = (code: number) => {
    codes.push(code);
    events.push(`answer ${code}`);
  };
  const server = await startServer({
    listen: '127.0.0.1:0',
    log,
    ready: () => null,
    metrics: async () => '',
    landing: { title: 'test', links: [] },
    routes: (app) => app.post('/api/v1/alerts', webhook({ authenticated, intake, log, onAnswer })),
  });
  t.after(async () => {
    await server.close();
    ledger.close();
    rmSync(dataDir, { recursive: true });
  });
  const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/api/v1/alerts`, {
      method: 'POST',
      body: typeof body === 'string' ? body : new Uint8Array(body),
      redirect: 'manual',
      headers: { Authorization: 'Bearer right', 'Content-Type': 'application/json', ...headers },
    });
  const fill = (is: boolean) => {
    full = is;
  };
  return { post, stored, codes, events, ledger, file, next, fill, port: server.port };
}

/** Sends the head of a request only, and returns the status line of the answer. */
function sendHead(port: number, lines: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(['POST /api/v1/alerts HTTP/1.1', 'Host: x', ...lines, '', ''].join('\r\n'));
    });
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer.split('\r\n')[0] ?? ''));
    socket.on('error', reject);
  });
}

describe('the webhook', () => {
  it('stores what it understands, as it came, and answers 200', async (t) => {
    const { post, stored, ledger } = await startWebhook(t);
    const future = {
      ...payload([{ labels: serviceDown('web') }]),
      notification_reason: 'new',
      routeLabels: {},
    };
    const answer = await post(JSON.stringify(future));
    assert.equal(answer.status, 200);
    assert.deepEqual(await answer.json(), { accepted: 1 });
    assert.equal(stored[0]?.labels['target_id'], 'web');
    assert.deepEqual(ledger.deliveries.undecided(), stored);
  });

  const refused: [number, string, string | Buffer, Record<string, string>][] = [
    [401, 'a wrong token', good, { Authorization: 'Bearer wrong' }],
    [401, 'no token', good, { Authorization: '' }],
    [401, 'another scheme', good, { Authorization: 'Basic right' }],
    [401, 'a wrong token, whatever the body is', '{', { Authorization: 'Bearer wrong' }],
    [415, 'a form', 'a=b', { 'Content-Type': 'application/x-www-form-urlencoded' }],
    [415, 'a packed body', good, { 'Content-Encoding': 'gzip' }],
    [400, 'half a JSON', good.slice(0, -10), {}],
    [400, 'an empty body', '', {}],
    [400, 'what is no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), {}],
    [422, 'another version', good.replace('"version":"4"', '"version":"5"'), {}],
    [422, 'another payload', '{"text": "ServiceDown"}', {}],
    [422, 'a label that is no text', good.replace('"critical"', '7'), {}],
    [422, 'a JSON that is no object', '[]', {}],
  ];
  for (const [code, what, body, headers] of refused) {
    it(`answers ${code} to ${what}, counts it, and stores nothing`, async (t) => {
      const { post, codes, ledger } = await startWebhook(t);
      assert.equal((await post(body, headers)).status, code);
      assert.deepEqual(codes, [code]);
      assert.equal(ledger.journal.height(), 0);
    });
  }

  it('answers 413 to 30 MB before any of it is sent', async (t) => {
    const { port, codes } = await startWebhook(t);
    const head = ['Authorization: Bearer right', 'Content-Type: application/json'];
    assert.match(await sendHead(port, [...head, 'Content-Length: 31457280']), / 413 /);
    assert.deepEqual(codes, [413]);
  });

  it('answers 401 to 30 MB without reading them', async (t) => {
    const { port, codes } = await startWebhook(t);
    const head = ['Authorization: Bearer wrong', 'Content-Type: application/json'];
    assert.match(await sendHead(port, [...head, 'Content-Length: 31457280']), / 401 /);
    assert.deepEqual(codes, [401]);
  });

  it('answers 413 to 30 MB of unknown length while they still come, and stores nothing', async (t) => {
    const { port, codes, stored } = await startWebhook(t);
    const chunk = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`;
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(
          'POST /api/v1/alerts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer right\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
        );
        for (let count = 0; count < 480; count++) socket.write(chunk);
        socket.write('0\r\n\r\n');
      });
      socket.on('data', (data) => {
        resolve(String(data));
        socket.destroy();
      });
      socket.on('error', reject);
    });
    assert.match(answer, /^HTTP\/1\.1 413 /);
    assert.deepEqual(codes, [413]);
    assert.deepEqual(stored, []);
  });

  it('answers 413 to a sender who reads only after all 30 MB are out', async (t) => {
    const { post, codes } = await startWebhook(t);
    assert.equal((await post('x'.repeat(30 * 1024 * 1024))).status, 413);
    assert.deepEqual(codes, [413]);
  });

  it('takes in 2000 alerts in one delivery', async (t) => {
    const { post, stored } = await startWebhook(t);
    const alerts = Array.from({ length: 2_000 }, (_, n) => ({ labels: serviceDown(`service-${n}`) }));
    assert.equal((await post(JSON.stringify(payload(alerts)))).status, 200);
    assert.equal(stored.length, 2_000);
  });

  it('accepts a second token while the token is rotated, and takes a new one up without a restart', async (t) => {
    const { post, file, next } = await startWebhook(t);
    const status = async (token: string) => (await post(good, { Authorization: `Bearer ${token}` })).status;
    assert.deepEqual([await status('right'), await status('coming')], [200, 401]);
    writeFileSync(next, 'coming\n');
    assert.deepEqual([await status('right'), await status('coming')], [200, 200]);
    writeFileSync(file, 'coming\n');
    rmSync(next);
    assert.deepEqual([await status('right'), await status('coming')], [401, 200]);
    writeFileSync(file, '');
    assert.equal(await status(''), 401);
  });

  it('invariant 1: answers after the commit, and commits together what waits together', async (t) => {
    const { post, events, ledger } = await startWebhook(t);
    await Promise.all(Array.from({ length: 20 }, () => post(good)));
    let committed = 0;
    let answered = 0;
    for (const event of events) {
      if (event === 'answer 200') answered += 1;
      else committed += Number(event.split(' ').at(-1));
      assert.ok(answered <= committed, 'no answer before its commit');
    }
    assert.deepEqual([committed, answered], [20, 20]);
    assert.deepEqual(ledger.durability(), { journalMode: 'wal', synchronous: 2 });
  });

  it('answers 503 when it cannot store, and 200 once it can', async (t) => {
    const { post, fill, codes, ledger } = await startWebhook(t);
    fill(true);
    assert.equal((await post(good)).status, 503);
    assert.equal(ledger.journal.height(), 0);
    fill(false);
    assert.equal((await post(good)).status, 200);
    assert.deepEqual(codes, [503, 200]);
  });
});
