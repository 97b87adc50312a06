import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { type Clock, systemClock } from '../clock.ts';
import { type DatabaseStatus, readDatabase } from './database-status.ts';
import { PASSWORD, type PostgresServer, startPostgres } from './postgres-server.test-support.ts';

const TABLES = ['Content', 'devices', 'users', 'impressions', 'overview'];

describe('the status of a database', () => {
  let server: PostgresServer;
  before(async () => {
    server = await startPostgres();
    await server.sql(`
      CREATE ROLE viewer LOGIN PASSWORD '${PASSWORD}';
      CREATE ROLE monitor LOGIN PASSWORD '${PASSWORD}';
      GRANT pg_monitor TO monitor;
      CREATE ROLE platform LOGIN PASSWORD '${PASSWORD}';
      CREATE TABLE "Content" (id int) WITH (autovacuum_enabled = off);
      CREATE SCHEMA elsewhere;
      CREATE TABLE elsewhere.devices (id int);
      CREATE TABLE users (id int);
      CREATE TABLE impressions (day date) PARTITION BY RANGE (day);
      CREATE VIEW overview AS SELECT 1`);
    await server.sql(`
      INSERT INTO "Content" SELECT generate_series(1, 100);
      DELETE FROM "Content" WHERE id <= 30;
      SELECT pg_stat_force_next_flush()`);
  });
  after(() => server.remove());

  const read = (role: string, clock: Clock = systemClock, of = server): Promise<DatabaseStatus> =>
    readDatabase({ connectionString: () => of.url(role), clock }, TABLES);
  const table = ({ tables }: DatabaseStatus, name: string) => tables.find((found) => found.name === name);

  it('tells what the server is, and how large', async () => {
    const status = await read('monitor');
    assert.match(status.version, /^\d+\.\d+$/);
    assert.ok(status.sizeBytes > 1_000_000, String(status.sizeBytes));
    // Of 20, three are kept for superusers.
    assert.equal(status.connectionsMax, 17);
    assert.deepEqual([status.isReplica, status.replicationLagSeconds], [false, null]);
  });

  it('tells which tables there are in the schema public, and which of those is asked for is none', async () => {
    const { tables } = await read('viewer');
    assert.deepEqual(
      tables.map(({ name, exists }) => [name, exists]),
      [
        ['Content', true],
        ['devices', false],
        ['users', true],
        ['impressions', true],
        ['overview', false],
      ],
    );
  });

  it('counts live and dead rows, and says nothing where nothing is counted', async () => {
    for (const role of ['viewer', 'monitor']) {
      const status = await read(role);
      assert.deepEqual(table(status, 'Content')?.statistics, {
        liveRows: 70,
        deadRows: 30,
        lastVacuumAt: null,
        lastAnalyzeAt: null,
      });
      for (const name of ['devices', 'impressions'])
        assert.equal(table(status, name)?.statistics, null, name);
    }
    await server.sql('ALTER ROLE monitor SET track_counts = off');
    assert.equal(table(await read('monitor'), 'Content')?.statistics, null);
    await server.sql('ALTER ROLE monitor RESET track_counts');
  });

  it('tells when a table was last vacuumed and analysed', async () => {
    const begin = Date.now();
    await server.sql('VACUUM users');
    await server.sql('ANALYZE users');
    const statistics = table(await read('viewer'), 'users')?.statistics;
    for (const at of [statistics?.lastVacuumAt, statistics?.lastAnalyzeAt]) {
      assert.ok(at !== null && at !== undefined && at >= begin - 1 && at <= Date.now() + 1, String(at));
    }
  });

  it('sees the sessions of others as far as its role does, and does not take the rest for none', async () => {
    const other = new pg.Client(server.url('platform'));
    await other.connect();
    try {
      await other.query('BEGIN');
      await other.query('SELECT pg_sleep(0.2)');
      const seen = async (role: string) => {
        const { connections, longestTransactionSeconds: longest } = await read(role);
        return { connections, longest };
      };
      assert.deepEqual(await seen('viewer'), { connections: null, longest: null });
      for (const role of ['monitor', 'platform']) {
        const { connections, longest } = await seen(role);
        assert.equal(connections, 2, role);
        assert.ok(longest !== null && longest >= 0.2 && longest < 20, `${role}: ${longest}`);
      }
      await other.query('COMMIT');
      assert.deepEqual(await seen('monitor'), { connections: 2, longest: 0 });
    } finally {
      await other.end();
    }
  });

  it('tells how far our clock is ahead of that of the server', async () => {
    const { clockSkewMs } = await read('viewer', { ...systemClock, now: () => Date.now() + 60_000 });
    assert.ok(Math.abs(clockSkewMs - 60_000) < 1_000, String(clockSkewMs));
  });

  it('tells how far a replica is behind, and not that it is even when it has lost its primary', async () => {
    const replica = await server.replica();
    const lag = async (role = 'viewer') => (await read(role, systemClock, replica)).replicationLagSeconds;
    try {
      await server.sql('CREATE TABLE later (id int)');
      await until(async () => (await lag()) === 0);
      const status = await read('monitor', systemClock, replica);
      assert.deepEqual([status.isReplica, status.replicationLagSeconds], [true, 0]);
      assert.deepEqual(table(status, 'Content'), { name: 'Content', exists: true, statistics: null });
      await server.stop();
      await until(async () => ((await lag()) ?? 0) > 0);
      await server.start();
    } finally {
      await replica.remove();
    }
  });
});

async function until(done: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await done())) if (Date.now() > deadline) throw new Error('not in time');
}
