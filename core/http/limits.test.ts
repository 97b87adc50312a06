import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { createLog } from '../log.ts';
import { LIMITS, type Limits } from './listen.ts';
import { startServer } from './start-server.ts';

async function serve(t: TestContext, limits: Partial<Limits>): Promise<number> {
  const server = await startServer({
    listen: '127.0.0.1:0',
    log: createLog('test', 'silent'),
    ready: () => null,
    metrics: async () => 'up 1\n',
    landing: { title: 'Test', links: [] },
    limits: { checkedEvery: 20, ...limits },
    routes(app) {
      app.post('/body', async (request, response) => {
        let size = 0;
        for await (const chunk of request) size += chunk.length;
        response.json({ size });
      });
      app.get('/never', () => undefined);
    },
  });
  t.after(() => server.close());
  return server.port;
}

/** Sends so much of a request, and resolves with what came until the other side ended it. */
function sendAndWait(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}
const statusOf = (answer: string) => answer.split('\r\n')[0];

describe('what a server takes of anybody', () => {
  it('is no request whose headers do not end', async (t) => {
    const port = await serve(t, { headersWithin: 100, requestWithin: 5_000 });
    const answer = await sendAndWait(port, 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: 1\r\n');
    assert.equal(statusOf(answer), 'HTTP/1.1 408 Request Timeout');
  });

  it('is no request whose body does not end', async (t) => {
    const port = await serve(t, { headersWithin: 100, requestWithin: 200 });
    const answer = await sendAndWait(
      port,
      'POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{"a"',
    );
    assert.equal(statusOf(answer), 'HTTP/1.1 408 Request Timeout');
  });

  it('is no header that is huge', async (t) => {
    const port = await serve(t, { headerBytes: 4_096 });
    const head = (size: number) =>
      `GET /-/healthy HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Huge: ${'x'.repeat(size)}\r\n\r\n`;
    assert.equal(
      statusOf(await sendAndWait(port, head(5_000))),
      'HTTP/1.1 431 Request Header Fields Too Large',
    );
    assert.equal(statusOf(await sendAndWait(port, head(3_000))), 'HTTP/1.1 200 OK');
  });

  it('is nothing that is no HTTP, or means two things at once', async (t) => {
    const port = await serve(t, {});
    assert.equal(statusOf(await sendAndWait(port, 'hello\r\n\r\n')), 'HTTP/1.1 400 Bad Request');
    const twice =
      'POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n';
    assert.equal(statusOf(await sendAndWait(port, twice)), 'HTTP/1.1 400 Bad Request');
  });

  it('is no connection on which nothing moves', async (t) => {
    const port = await serve(t, { silentFor: 100 });
    assert.equal(await sendAndWait(port, 'GET /never HTTP/1.1\r\nHost: x\r\n\r\n'), '');
  });

  it('is no more connections than it can hold', async (t) => {
    const port = await serve(t, { connections: 1 });
    const first = connect(port, '127.0.0.1');
    t.after(() => first.destroy());
    await new Promise((resolve) => first.once('connect', resolve));
    first.write('GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n');
    await new Promise((resolve) => first.once('data', resolve));
    assert.equal(await sendAndWait(port, 'GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n'), '');
  });

  it('is bounded as documented unless it is told otherwise', () => {
    assert.deepEqual(LIMITS, {
      headersWithin: 10_000,
      requestWithin: 30_000,
      checkedEvery: 2_000,
      silentFor: 180_000,
      headerBytes: 16_384,
      connections: 500,
    });
  });
});
