import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { systemClock } from '../../core/clock.ts';
import { createLog } from '../../core/log.ts';
import { gatherRealtimeCounts } from './gather-realtime.ts';

const PAGE = `# TYPE heartbeat_total counter
heartbeat_total{success="true"} 120
heartbeat_total{success="false"} 3

# TYPE devices_online gauge
devices_online{organization_id="2113de6a-82b8-4c61-9029-c368778934ee"} 7
devices_online{organization_id="a76727f0-292d-43ff-bc8f-1e0170d89511"} 2
`;

async function reading(t: TestContext, answer: RequestListener, token: (() => string) | null = null) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const read = gatherRealtimeCounts({
    realtimeUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    timeoutMs: 200,
    clock: systemClock,
    log: createLog('test', 'silent'),
  });
  return read();
}

describe('the gateway’s own count', () => {
  it('is the sum over its organisations', async (t) => {
    const { value } = await reading(t, (request, response) => {
      response.statusCode = request.url === '/api/internal/metrics' ? 200 : 404;
      response.end(PAGE);
    });
    assert.deepEqual(value, { devicesOnline: 9, heartbeats: { accepted: 120, refused: 3 } });
  });

  it('is nought while no device has come, which is not the same as not known', async (t) => {
    const { value } = await reading(t, (_, response) =>
      response.end('# TYPE heartbeat_total counter\n# TYPE devices_online gauge\n'),
    );
    assert.deepEqual(value, { devicesOnline: 0, heartbeats: { accepted: 0, refused: 0 } });
  });

  it('is asked for with the token where one is configured', async (t) => {
    const guarded: RequestListener = ({ headers }, response) => {
      response.statusCode = headers.authorization === 'Bearer s3cret' ? 200 : 403;
      response.end(PAGE);
    };
    assert.equal((await reading(t, guarded, () => 's3cret')).value?.devicesOnline, 9);
    const refused = await reading(t, guarded);
    assert.equal(refused.value === null && refused.detail, 'answered 403');
  });

  it('is not known when the secret cannot be read', async (t) => {
    const token = () => {
      throw new Error('the file is empty');
    };
    assert.equal((await reading(t, (_, response) => response.end(PAGE), token)).value, null);
  });

  for (const [trouble, answer] of [
    ['answers something else', (_, response) => response.end('<html>')],
    ['cuts the connection', (request) => request.socket.destroy()],
    ['does not answer in time', () => undefined],
  ] satisfies [string, RequestListener][]) {
    it(`is not known when the gateway ${trouble}`, async (t) => {
      assert.equal((await reading(t, answer)).value, null);
    });
  }
});
