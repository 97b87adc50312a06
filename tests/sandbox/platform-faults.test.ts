import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { Redis } from 'ioredis';
import { systemClock } from '../../core/clock.ts';
import { Pm2Error, type Pm2ErrorKind } from '../../core/pm2/pm2-error.ts';
import type { Pm2Process } from '../../core/pm2/process.ts';
import { healthyWorld } from '../../sandbox/vizora/world/spec.ts';
import { startTestSandbox, type TestSandbox } from './with-sandbox.ts';

const ORG = 'acme-signage';

describe('a fault of the platform', () => {
  let sandbox: TestSandbox;
  before(async () => {
    sandbox = await startTestSandbox(healthyWorld());
  });
  after(() => sandbox.stop());
  afterEach(async () => {
    const { faults } = (await control('GET', '/faults')) as { faults: Record<string, unknown> };
    for (const name of Object.keys(faults)) {
      if (name !== 'rate_limit_off') await sandbox.control.heal(name);
    }
  });

  async function control(method: string, path: string): Promise<unknown> {
    const response = await fetch(sandbox.urls.control + path, { method });
    return response.json();
  }

  /** A status with the beginning of its body, or why there is none. */
  async function look(url: string, withinMs = 3_000): Promise<string> {
    try {
      const response = await fetch(url, {
        signal: AbortSignal.timeout(withinMs),
        headers: { connection: 'close' },
      });
      return `${response.status} ${(await response.text()).slice(0, 200)}`;
    } catch (error) {
      const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined;
      return cause?.code ?? (error as Error).name;
    }
  }
  /** Looks again and again, as what was asked for takes a moment to arrive. */
  async function until(what: string, satisfied: () => Promise<boolean>, withinMs = 20_000): Promise<void> {
    const deadline = Date.now() + withinMs;
    while (!(await satisfied())) {
      if (Date.now() > deadline) throw new Error(`${what}: not within ${withinMs / 1_000} s`);
      await systemClock.sleep(100);
    }
  }
  const ready = () => look(`${sandbox.urls.api}/api/v1/health/ready`);
  const processOf = async (app: string): Promise<Pm2Process | undefined> =>
    (await sandbox.pm2.list()).find(({ name }) => name === app);
  const pm2Trouble = async (): Promise<Pm2ErrorKind | null> => {
    try {
      await sandbox.pm2.list();
      return null;
    } catch (error) {
      if (error instanceof Pm2Error) return error.kind;
      throw error;
    }
  };

  it('has a name, and another name is refused', async () => {
    await assert.rejects(sandbox.control.break('rain'), /404.*no fault rain/);
    await assert.rejects(sandbox.control.break('hang', { app: 'nginx' }), /400/);
    await assert.rejects(sandbox.control.break('organisation_broken', { org: 'nobody' }), /409.*nobody/);
  });

  it('database_down: the database refuses, hangs, or talks nonsense, and comes back', async () => {
    const works = () =>
      sandbox.database.rows('SELECT 1').then(
        () => true,
        () => false,
      );
    for (const how of ['refuse', 'hang', 'garbage']) {
      await sandbox.control.break('database_down', { how });
      assert.equal(await works(), false, how);
    }
    await sandbox.control.heal('database_down');
    await until('the database answers', works);
    await until('the middleware is ready', async () => (await ready()).startsWith('200'));
  });

  it('storage_down: the storage is out of reach, and the middleware says that it is not ready', async () => {
    const live = () => look(`${sandbox.urls.storage}/minio/health/live`, 500);
    assert.match(await live(), /^200/);
    for (const [how, expected] of [
      ['refuse', /^ECONNREFUSED/],
      ['hang', /^TimeoutError/],
      ['error_500', /^500/],
    ] as const) {
      await sandbox.control.break('storage_down', { how });
      assert.match(await live(), expected);
      assert.match(await ready(), /^503 .*unhealthy/);
    }
    await sandbox.control.heal('storage_down');
    assert.match(await ready(), /^200/);
  });

  it('edge_down: the public address fails, or what is behind it in one direction, and the services are well', async () => {
    const web = () => look(`${sandbox.urls.edge}/`, 500);
    const api = () => look(`${sandbox.urls.edge}/api/v1/health/ready`, 500);
    assert.match(await web(), /^200 <!DOCTYPE html>/);
    assert.match(await api(), /^200 {"success":true/);
    await sandbox.control.break('edge_down');
    assert.deepEqual([await web(), await api()], ['ECONNREFUSED', 'ECONNREFUSED']);
    await sandbox.control.break('edge_down', { how: 'hang' });
    assert.deepEqual([await web(), await api()], ['TimeoutError', 'TimeoutError']);
    await sandbox.control.break('edge_down', { only: 'api', how: 'error_500' });
    assert.match(await api(), /^502/);
    assert.match(await web(), /^200/);
    await sandbox.control.break('edge_down', { only: 'web', how: 'garbage' });
    assert.match(await web(), /^200 {"weather"/);
    assert.match(await api(), /^200 {"success":true/);
    assert.match(await look(`${sandbox.urls.web}/`), /^200/);
  });

  it('not_ready: the middleware is live and not ready, whatever its dependencies say', async () => {
    await sandbox.control.break('not_ready');
    assert.match(await ready(), /^503/);
    assert.match(await look(`${sandbox.urls.api}/api/v1/health/live`), /^200/);
  });

  it('status_swallowed: the status document is taken and not kept', async () => {
    const post = (systemStatus: string) =>
      sandbox.api(ORG, '/health/ops-status', { method: 'POST', body: { systemStatus } });
    const kept = async () =>
      ((await sandbox.api(ORG, '/health/ops-status')).data as { systemStatus: string }).systemStatus;
    await post('HEALTHY');
    await sandbox.control.break('status_swallowed');
    assert.equal((await post('CRITICAL')).status, 201);
    assert.equal(await kept(), 'HEALTHY');
  });

  it('organisation_broken: the API fails for one organisation and for no other', async () => {
    const other = 'beta-retail';
    await sandbox.api(ORG, '/displays');
    for (const [how, status] of [
      ['error_500', 500],
      ['unauthorized', 401],
      ['garbage', 200],
    ] as const) {
      await sandbox.control.break('organisation_broken', { org: ORG, how });
      const answer = await sandbox.api(ORG, '/displays');
      assert.equal(answer.status, status);
      assert.equal(answer.data, undefined);
      assert.equal((await sandbox.api(other, '/displays')).status, 200);
    }
    await sandbox.control.break('organisation_broken', { org: ORG, how: 'refuse' });
    await assert.rejects(sandbox.api(ORG, '/displays'));
  });

  it('realtime_stuck: the gateway has lost Redis, which is well, and a restart cures it', async () => {
    const health = () => look(`${sandbox.urls.realtime}/api/health`);
    await sandbox.control.break('realtime_stuck');
    await until('it has lost Redis', async () => /"redis":{"status":"unhealthy"/.test(await health()));
    assert.match(await ready(), /^200/);
    const realtime = await processOf('vizora-realtime');
    await sandbox.pm2.restart(realtime?.pmId ?? -1);
    await until('it has Redis', async () => /"redis":{"status":"healthy"/.test(await health()));
  });

  it('memory_high: a process uses between 85 and 100 % of what PM2 allows it, until it is healed', async () => {
    const share = async () => {
      const { memoryBytes, memoryLimitBytes } = (await processOf('vizora-realtime')) ?? {};
      return (memoryBytes ?? 0) / (memoryLimitBytes ?? Number.NaN);
    };
    await sandbox.control.break('memory_high', { app: 'vizora-realtime' });
    await until('it uses more', async () => (await share()) > 0.9);
    assert.ok((await share()) < 0.97, `${await share()}`);
    assert.match(await look(`${sandbox.urls.realtime}/api/health/live`), /^200/);
    await sandbox.control.heal('memory_high');
    await until('it uses less', async () => (await share()) < 0.5);
  });

  it('restart_storm: an app ends several times, and then stays', async () => {
    await sandbox.control.break('restart_storm', { app: 'vizora-web', every_ms: 500, seconds: 4 });
    await until(
      'it has ended several times',
      async () => ((await processOf('vizora-web'))?.restarts ?? 0) > 3,
    );
    await systemClock.sleep(4_000);
    const { restarts, pid } = (await processOf('vizora-web')) ?? {};
    await systemClock.sleep(1_500);
    const later = await processOf('vizora-web');
    assert.deepEqual([later?.status, later?.restarts, later?.pid], ['online', restarts, pid]);
  });

  it('process_stopped and process_missing: somebody did that in PM2, and healing brings the app back', async () => {
    await sandbox.control.break('process_stopped', { app: 'vizora-realtime' });
    assert.equal((await processOf('vizora-realtime'))?.status, 'stopped');
    await sandbox.control.break('process_missing', { app: 'vizora-web' });
    assert.equal(await processOf('vizora-web'), undefined);
    for (const name of ['process_stopped', 'process_missing']) await sandbox.control.heal(name);
    for (const app of ['vizora-realtime', 'vizora-web'])
      assert.equal((await processOf(app))?.status, 'online');
    await until('the dashboard serves', async () => (await look(`${sandbox.urls.web}/`)).startsWith('200'));
  });

  it('pm2_silent: the daemon is out of reach in each way, and its apps run on', async () => {
    for (const [how, expected] of [
      ['hang', 'silence'],
      ['refuse', 'no_daemon'],
      ['garbage', 'connection'],
    ] as const) {
      await sandbox.control.break('pm2_silent', { how });
      assert.equal(await pm2Trouble(), expected, how);
      assert.match(await look(`${sandbox.urls.api}/api/v1/health/live`), /^200/);
    }
    await sandbox.control.heal('pm2_silent');
    assert.equal(await pm2Trouble(), null);
  });
  it('pm2_silent, stopped: a daemon that does not run hands out no connections of its clusters either', async () => {
    await sandbox.control.break('pm2_silent', { how: 'stop' });
    assert.equal(await pm2Trouble(), 'silence');
    assert.equal(await look(`${sandbox.urls.api}/api/v1/health/live`, 1_000), 'TimeoutError');
    assert.match(await look(`${sandbox.urls.realtime}/api/health/live`), /^200/);
    await sandbox.control.heal('pm2_silent');
    await until('the daemon answers', async () => (await pm2Trouble()) === null);
    assert.match(await look(`${sandbox.urls.api}/api/v1/health/live`), /^200/);
  });

  it('vacuum_overdue: a table is full of dead rows until it is healed', async () => {
    const dead = async () => {
      const [row] = await sandbox.database.rows<{ dead: number }>(
        `SELECT n_dead_tup AS dead FROM pg_stat_user_tables WHERE relname = 'AuditLog'`,
      );
      return row?.dead;
    };
    await sandbox.control.break('vacuum_overdue', { rows: 12_000 });
    await until('the rows are counted', async () => (await dead()) === 12_000);
    await sandbox.control.heal('vacuum_overdue');
    await until('the rows are gone', async () => (await dead()) === 0);
  });
  it('table_missing: a table is not there until it is healed', async () => {
    const isThere = async () =>
      (await sandbox.database.rows(`SELECT 1 FROM pg_class WHERE relname = 'content_impressions'`)).length >
      0;
    await sandbox.control.break('table_missing');
    assert.equal(await isThere(), false);
    await sandbox.control.heal('table_missing');
    assert.equal(await isThere(), true);
  });
  it('connections_high: so much of the connections is taken that the platform still has some', async () => {
    const share = async () => {
      const [row] = await sandbox.database.rows<{ share: number }>(
        `SELECT count(*)::float8 / current_setting('max_connections')::int AS share
         FROM pg_stat_activity WHERE backend_type = 'client backend'`,
      );
      return row?.share ?? 0;
    };
    await sandbox.control.break('connections_high', { share: 0.6 });
    assert.ok((await share()) >= 0.6 && (await share()) < 0.75, `${await share()}`);
    assert.match(await ready(), /^200/);
    await sandbox.control.heal('connections_high');
    await until('they are free again', async () => (await share()) < 0.4);
  });
  it('redis_memory_high: Redis is nearly full, and the platform can still write to it', async (test) => {
    const redis = new Redis({ host: '127.0.0.1', port: Number(new URL(sandbox.urls.redis).port) });
    test.after(() => redis.disconnect());
    const share = async () => {
      const info = await redis.info('memory');
      const of = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]);
      return of('used_memory') / of('maxmemory');
    };
    await sandbox.control.break('redis_memory_high');
    assert.ok((await share()) > 0.9 && (await share()) < 1);
    assert.equal((await sandbox.api(ORG, '/displays')).status, 200);
    await sandbox.control.heal('redis_memory_high');
    assert.ok((await share()) < 0.5, `${await share()}`);
  });

  it('log_oversized: a log is large, what is written meanwhile is kept, and the large part goes', async () => {
    const file = join(sandbox.places.logs, 'vizora-web.log');
    const before = readFileSync(file, 'utf8');
    await sandbox.control.break('log_oversized', { app: 'vizora-web', bytes: 5_000_000 });
    assert.ok(statSync(file).size > 5_000_000);
    await sandbox.control.heal('log_oversized');
    assert.equal(readFileSync(file, 'utf8'), before);
  });
  it('backup_stale, backup_shrunk: the newest backup is old, or small', async () => {
    const backups = () =>
      readdirSync(sandbox.places.backups)
        .filter((name) => name.endsWith('.gz'))
        .map((name) => statSync(join(sandbox.places.backups, name)))
        .sort((a, b) => b.mtimeMs - a.mtimeMs)
        .map(({ size, mtimeMs }) => ({ size, hours: Math.round((Date.now() - mtimeMs) / 3_600_000) }));
    const hours = () => backups().map((backup) => backup.hours);
    assert.deepEqual(hours(), [1, 25]);
    await sandbox.control.break('backup_stale');
    assert.deepEqual(hours(), [30, 54]);
    await sandbox.control.break('backup_shrunk');
    const [newest, older] = backups();
    assert.ok((newest?.size ?? 0) < 0.3 * (older?.size ?? 0));
    await sandbox.control.heal('backup_shrunk');
    await sandbox.control.heal('backup_stale');
    assert.deepEqual(hours(), [1, 25]);
  });

  it('churn: rows come and go in front of the others, which stay as they are', async () => {
    const ids = async () => new Set((await sandbox.control.rows('devices', ORG)).map(({ id }) => String(id)));
    const before = await ids();
    await sandbox.control.break('churn', { rows_per_second: 300, tables: ['devices', 'Schedule'] });
    const seen = new Set<string>();
    await until('many have come and gone', async () => {
      const now = await ids();
      for (const id of now) seen.add(id);
      assert.deepEqual(
        [...before].filter((id) => !now.has(id)),
        [],
      );
      return seen.size > before.size + 30 && now.size < before.size + 10;
    });
    const { data } = await sandbox.api(ORG, '/displays?limit=1');
    assert.match((data as { data: { nickname: string }[] }).data[0]?.nickname ?? '', /^Passing by/);
    await sandbox.control.heal('churn');
    assert.deepEqual(await ids(), before);
  });
});
