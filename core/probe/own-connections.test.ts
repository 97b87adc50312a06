import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createLog } from '../log.ts';
import { gone } from './http-server.test-support.ts';
import { ownConnections } from './own-connections.ts';

describe('connections of our own', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'own-connections-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** A log that keeps what is said as a warning. */
  function warnings() {
    const said: unknown[][] = [];
    const log = createLog('test', 'silent');
    log.warn = (...args: unknown[]) => void said.push(args);
    return { log, said };
  }

  it('are there only where they are configured', () => {
    const { log } = warnings();
    assert.deepEqual(ownConnections({ vizora: {}, env: {}, timeoutMs: 1, log }), {
      database: null,
      redis: null,
      storage: null,
    });
  });

  it('are down where nobody listens', async () => {
    const { log, said } = warnings();
    const address = new URL(await gone()).host;
    const connections = ownConnections({
      vizora: {
        database_url: { env: 'DATABASE_URL' },
        redis_url: { env: 'REDIS_URL' },
        s3_endpoint: `http://${address}`,
      },
      env: { DATABASE_URL: `postgres://ops@${address}/vizora`, REDIS_URL: `redis://${address}` },
      timeoutMs: 3_000,
      log,
    });
    for (const connection of Object.values(connections)) {
      assert.deepEqual(await connection?.(), { outcome: 'down', detail: 'connection refused' });
    }
    assert.deepEqual(said, []);
  });

  it('tell nothing while the secret cannot be read, which is said once each time that it begins', async () => {
    const { log, said } = warnings();
    const file = join(folder, 'redis_url');
    const { redis } = ownConnections({
      vizora: { redis_url: { file } },
      env: {},
      timeoutMs: 3_000,
      log,
    });
    for (let i = 0; i < 3; i += 1) assert.equal((await redis?.())?.outcome, 'unknown');
    assert.equal(said.length, 1);
    assert.match(JSON.stringify(said[0]), /vizora\.redis_url: cannot read the file/);
    writeFileSync(file, `redis://${new URL(await gone()).host}`);
    assert.equal((await redis?.())?.outcome, 'down');
    rmSync(file);
    assert.equal((await redis?.())?.outcome, 'unknown');
    assert.equal(said.length, 2);
  });
});
