import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { assertFree, freePorts } from './ports.ts';

test('free ports are all different', async () => {
  const ports = Object.values(await freePorts());
  assert.equal(new Set(ports).size, ports.length);
});

test('a port that is taken is named with the setting that moves it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert(address !== null && typeof address === 'object');
  const ports = { ...(await freePorts()), prometheus: address.port };
  await assert.rejects(assertFree(ports, ['prometheus', 'exporter']), (error: Error) => {
    assert.match(error.message, new RegExp(`prometheus: port ${address.port} is taken`));
    assert.match(error.message, /--prometheus-port or PROMETHEUS_PORT/);
    assert.doesNotMatch(error.message, /exporter/);
    return true;
  });
  server.close();
});
