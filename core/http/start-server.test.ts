import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import { after, describe, it } from 'node:test';
import { createLog } from '../log.ts';
import { type RunningServer, type ServerOptions, startServer } from './start-server.ts';

const silent = createLog('test', 'silent');

const running: RunningServer[] = [];
after(() => Promise.all(running.map((server) => server.close())));

async function serve(special: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const server = await startServer({
    listen: '127.0.0.1:0',
    log: silent,
    ready: () => null,
    metrics: async (format) => (format === 'text' ? 'up 1\n' : 'up 1\n# EOF\n'),
    landing: { title: 'Exporter', links: [{ href: '/metrics', text: 'Metrics' }] },
    ...special,
  });
  running.push(server);
  return server;
}

const openMetrics = { Accept: 'application/openmetrics-text' };

/** An answer as it is on the wire, which fetch would unpack. */
function raw(url: string, headers: Record<string, string>) {
  return new Promise<{ headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    request(url, { headers, agent: false }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve({ headers: response.headers, body: Buffer.concat(chunks) });
    })
      .on('error', reject)
      .end();
  });
}

describe('the server that every process has', () => {
  it('serves metrics in the format that is asked for', async () => {
    const { url } = await serve();
    const text = await fetch(`${url}/metrics`);
    assert.equal(text.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
    assert.equal(await text.text(), 'up 1\n');
    const open = await fetch(`${url}/metrics`, { headers: openMetrics });
    assert.equal(
      open.headers.get('content-type'),
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    );
    assert.equal(await open.text(), 'up 1\n# EOF\n');
    assert.equal(open.headers.get('vary'), 'Accept, Accept-Encoding');
  });

  it('compresses only when asked, and always says how long the body is', async () => {
    const { url } = await serve();
    const plain = await raw(`${url}/metrics`, {});
    assert.equal(plain.headers['content-encoding'], undefined);
    assert.equal(plain.headers['content-length'], '5');
    const zipped = await raw(`${url}/metrics`, { 'Accept-Encoding': 'gzip' });
    assert.equal(zipped.headers['content-encoding'], 'gzip');
    assert.equal(zipped.headers['content-length'], String(zipped.body.length));
    assert.deepEqual([...zipped.body.subarray(0, 2)], [0x1f, 0x8b]);
  });

  it('answers 503 with the reason, and no metrics, while it is not ready', async () => {
    const { url } = await serve({ ready: () => 'state is not restored' });
    for (const path of ['/metrics', '/-/ready']) {
      const response = await fetch(url + path);
      assert.equal(response.status, 503);
      assert.equal(await response.text(), 'not ready: state is not restored\n');
    }
    assert.equal((await fetch(`${url}/-/healthy`)).status, 200);
  });

  it('allows GET and HEAD only where nothing can be changed', async () => {
    const { url } = await serve();
    for (const path of ['/metrics', '/-/healthy', '/-/ready']) {
      const response = await fetch(url + path, { method: 'POST' });
      assert.equal(response.status, 405);
      assert.equal(response.headers.get('allow'), 'GET, HEAD');
      assert.equal((await fetch(url + path, { method: 'HEAD' })).status, 200);
    }
  });

  it('answers 500 without details when rendering fails, never an empty 200', async () => {
    const { url } = await serve({ metrics: () => Promise.reject(new Error('a secret detail')) });
    const response = await fetch(`${url}/metrics`);
    assert.equal(response.status, 500);
    assert.deepEqual(await response.json(), { error: 'internal_error' });
  });

  it('answers JSON for what is not there, and for addresses that cannot be read', async () => {
    const { url } = await serve();
    const missing = await fetch(`${url}/nothing`);
    assert.deepEqual([missing.status, await missing.json()], [404, { error: 'not_found' }]);
    const malformed = await fetch(`${url}/api/%E0%A4%A`);
    assert.ok(malformed.status === 400 || malformed.status === 404);
    assert.match(malformed.headers.get('content-type') ?? '', /json/);
  });

  it('shows hostile names on the landing page as text', async () => {
    const { url } = await serve({
      landing: {
        title: 'Exporter',
        about: ['<img src=x>'],
        links: [],
        tables: () => [{ caption: 'Open', columns: ['target'], rows: [['<img src=x onerror=alert(1)>']] }],
      },
    });
    const page = await (await fetch(url)).text();
    assert.doesNotMatch(page, /<img/);
    assert.match(page, /&lt;img/);
  });

  it('shows no empty table on the landing page, but what its caption says', async () => {
    const tables = () => [{ caption: 'Nothing is known to be wrong', columns: ['target'], rows: [] }];
    const { url } = await serve({ landing: { title: 'Exporter', links: [], tables } });
    const page = await (await fetch(url)).text();
    assert.match(page, /Nothing is known to be wrong/);
    assert.doesNotMatch(page, /<table/);
  });

  it('sends security headers and does not say what it is made with', async () => {
    const { headers } = await fetch((await serve()).url);
    assert.ok(headers.has('content-security-policy'));
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('x-powered-by'), null);
    assert.doesNotMatch(headers.get('content-security-policy') ?? '', /upgrade-insecure/);
  });

  it('names the setting when the address is taken', async () => {
    const { port } = await serve();
    await assert.rejects(
      serve({ listen: `127.0.0.1:${port}`, setting: 'exporter.listen' }),
      /127\.0\.0\.1:\d+ \(setting exporter\.listen\): another program already listens there/,
    );
  });

  it('closes although a client keeps its connection', async () => {
    const server = await serve();
    const client = connect(server.port, '127.0.0.1');
    await new Promise((resolve) => client.once('connect', resolve));
    client.on('error', () => client.destroy());
    await fetch(server.url);
    await server.close();
    client.destroy();
    await assert.rejects(fetch(server.url));
  });
});
