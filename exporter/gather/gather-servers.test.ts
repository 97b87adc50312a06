import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { systemClock } from '../../core/clock.ts';
import { Config } from '../../core/config/schema.ts';
import { createLog } from '../../core/log.ts';
import { closedPort, serverThat } from '../../core/misbehaving-server.test-support.ts';
import type { Pm2Process } from '../../core/pm2/process.ts';
import type { Processes } from '../snapshot.ts';
import { gatherServers } from './gather-servers.ts';

const log = createLog('test', 'silent');

interface Settings {
  readonly vizora?: object;
  readonly exporter?: object;
  readonly env?: NodeJS.ProcessEnv;
  readonly listed?: readonly Partial<Pm2Process>[] | null;
}

function gathering({ vizora = {}, exporter = {}, env = {}, listed = [] }: Settings = {}) {
  const processes = {
    samples: [{ at: 1, processes: listed }],
    maxAge: 1,
    expected: [],
  } as unknown as Processes;
  const config = Config.parse({ vizora, exporter });
  return gatherServers({ config, env, processes: async () => processes, clock: systemClock, log });
}

describe('gathering what the servers say', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'gather-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('asks nobody where nothing is configured', async () => {
    const { gather, last } = gathering();
    assert.deepEqual(
      [await gather.database(), await gather.redis(), await gather.backups()],
      [null, null, null],
    );
    assert.deepEqual(last(), { database: null, redis: null, logs: null, backups: null });
  });

  it('reads the addresses from their secrets each time, and one server in trouble leaves the other alone', async () => {
    await using silent = await serverThat((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const env: NodeJS.ProcessEnv = { D: `postgresql://x:y@127.0.0.1:${await closedPort()}/db` };
    const secrets = { database_url: { env: 'D' }, redis_url: { env: 'R' } };
    const { gather, last } = gathering({ vizora: secrets, env });
    const kinds = async () => {
      const [database, redis] = await Promise.all([gather.database(), gather.redis()]);
      return [database, redis].map((reading) => (reading?.value === null ? reading.kind : 'fine'));
    };
    assert.deepEqual(await kinds(), ['refused', 'authentication']);
    env['R'] = `redis://127.0.0.1:${silent.port}`;
    assert.deepEqual(await kinds(), ['refused', 'unexpected']);
    assert.ok(last().database !== null && last().redis !== null);
  });

  it('looks at the logs that PM2 names', async () => {
    const path = join(folder, 'web.log');
    writeFileSync(path, 'x'.repeat(42));
    const { gather } = gathering({ listed: [{ name: 'web', logFiles: [path] }] });
    assert.deepEqual((await gather.logs()).value, [{ app: 'web', bytes: 42 }]);
  });

  it('does not take a PM2 that is silent for one without apps', async () => {
    const { value, ...rest } = await gathering({ listed: null }).gather.logs();
    assert.equal(value, null);
    assert.match(JSON.stringify(rest), /PM2 did not answer/);
  });

  it('looks at each place of backups, and one in trouble leaves the other alone', async () => {
    const directory = mkdtempSync(join(folder, 'backups-'));
    writeFileSync(join(directory, 'a.dump'), 'content');
    writeFileSync(join(directory, 'a.dump.sha256'), `${'0'.repeat(64)}  a.dump\n`);
    utimesSync(join(directory, 'a.dump'), 1_000, 1_000);
    const s3 = {
      bucket: 'backups',
      endpoint: `http://127.0.0.1:${await closedPort()}`,
      access_key_id: { env: 'ID' },
      secret_access_key: { env: 'SECRET' },
    };
    const { gather, close } = gathering({
      exporter: { backups: { directory, s3 } },
      env: { ID: 'id', SECRET: 'secret' },
    });
    const places = (await gather.backups()) ?? [];
    close();
    assert.deepEqual(
      places.map(({ place }) => place),
      ['directory', 's3'],
    );
    assert.deepEqual(places[0]?.reading.value, {
      newest: { name: 'a.dump', sizeBytes: 7, at: 1_000_000 },
      before: [],
      checksum: 'mismatched',
    });
    assert.equal(places[1]?.reading.value, null);
    assert.match(JSON.stringify(places[1]), /connection refused/);
  });
});
