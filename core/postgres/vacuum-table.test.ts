import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { ServerError } from '../server-error.ts';
import { PASSWORD, type PostgresServer, startPostgres } from './postgres-server.test-support.ts';
import { readTableActivity } from './table-activity.ts';
import { vacuumTable } from './vacuum-table.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'configuration.md'), 'utf8');
/** What the page tells the administrator to run, for PostgreSQL before 17. */
const [, , documented = ''] = page.split('```sql\n');
const [asDocumented = ''] = documented.split('```');
const QUOTED = 'we"ird; DROP TABLE users; --';

describe('vacuuming a real PostgreSQL with the documented account', () => {
  let server: PostgresServer;
  before(async () => {
    server = await startPostgres();
    await server.sql(`CREATE ROLE vizora LOGIN PASSWORD '${PASSWORD}'`);
    await server.sql(asDocumented.replace("'...'", `'${PASSWORD}'`));
    await server.sql(`
      CREATE ROLE stranger LOGIN PASSWORD '${PASSWORD}';
      CREATE TABLE "Content" (id int) WITH (autovacuum_enabled = off);
      CREATE TABLE users (id int) WITH (autovacuum_enabled = off);
      CREATE TABLE ${pg.escapeIdentifier(QUOTED)} (id int);
      ALTER TABLE "Content" OWNER TO vizora;
      ALTER TABLE users OWNER TO vizora;
      ALTER TABLE ${pg.escapeIdentifier(QUOTED)} OWNER TO vizora`);
    await server.sql(`
      INSERT INTO "Content" SELECT generate_series(1, 100000);
      DELETE FROM "Content" WHERE id <= 30000;
      SELECT pg_stat_force_next_flush()`);
  });
  after(() => server.remove());

  const session = (role: string) => ({ connectionString: () => server.url(role), lockTimeoutMs: 100 });
  const vacuum = (table: string, role = 'vizora_maintenance') => vacuumTable(session(role), table);
  const read = (role = 'vizora_maintenance') => readTableActivity(session(role), ['Content', 'users']);
  const lastVacuum = async (name: string) =>
    (await read()).tables.find((table) => table.name === name)?.statistics?.lastVacuumAt ?? null;

  /** Something that another session does meanwhile. */
  async function beside(
    sql: readonly string[],
    work: () => Promise<void>,
    config: pg.ClientConfig = {},
  ): Promise<void> {
    const client = new pg.Client({ connectionString: server.url(), ...config });
    await client.connect();
    client.on('error', () => undefined);
    try {
      const [last = '', ...earlier] = sql.toReversed();
      for (const statement of earlier.toReversed()) await client.query(statement);
      const running = client.query(last).catch(() => undefined);
      await Promise.race([running, delay(200)]);
      await work();
    } finally {
      await server.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'",
      );
      await client.end().catch(() => undefined);
    }
  }

  it('is done, and read back as a newer vacuum with fewer dead rows', async () => {
    assert.equal(await lastVacuum('Content'), null);
    await vacuum('Content');
    const { at, tables } = await read();
    const [content] = tables;
    assert.ok(Math.abs(at - (content?.statistics?.lastVacuumAt ?? 0)) < 5_000);
    assert.equal(content?.statistics?.deadRows, 0);
    const first = await lastVacuum('Content');
    await vacuum('Content');
    assert.ok(Number(await lastVacuum('Content')) > Number(first));
  });

  for (const write of [
    'INSERT INTO users VALUES (1)',
    'UPDATE users SET id = 2',
    'DELETE FROM users',
    'TRUNCATE users',
    'DROP TABLE users',
    'ALTER TABLE users ADD COLUMN x int',
    'CREATE TABLE more (id int)',
  ]) {
    it(`leaves that account unable to write: ${write}`, async () => {
      // As the account is, without the settings that we add ourselves.
      const client = new pg.Client(server.url('vizora_maintenance'));
      await client.connect();
      try {
        await assert.rejects(client.query(write), /read-only transaction/);
      } finally {
        await client.end();
      }
    });
  }

  it('is an error when PostgreSQL skips it, which it calls a success', async () => {
    await assert.rejects(vacuum('users', 'stranger'), /not vacuumed: .*skipping/);
    assert.equal(await lastVacuum('users'), null);
  });

  it('waits for a lock for no longer than it may', async () => {
    await beside(['BEGIN', 'LOCK TABLE users'], async () => {
      await assert.rejects(vacuum('users'), /lock timeout/);
    });
    assert.equal(await lastVacuum('users'), null);
  });

  it('takes a name for a name, whatever stands in it', async () => {
    await vacuum(QUOTED);
    await assert.rejects(vacuum('users"; DROP TABLE users; --'), (error) => {
      assert.ok(error instanceof ServerError);
      assert.match(error.message, /does not exist/);
      return true;
    });
    assert.equal(await lastVacuum('users'), null, 'it is still there');
  });

  it('ends when it is told to', async () => {
    const stop = new AbortController();
    await beside(['BEGIN', 'LOCK TABLE users'], async () => {
      const options = { ...session('vizora_maintenance'), lockTimeoutMs: 60_000, signal: stop.signal };
      const vacuuming = vacuumTable({ ...options, timeoutMs: 60_000 }, 'users');
      await Promise.race([vacuuming, delay(200)]);
      stop.abort();
      await assert.rejects(vacuuming, /given up/);
    });
  });

  it('sees when nothing stands against it', async () => {
    const { activity } = await read();
    assert.deepEqual(
      { ...activity, longestTransactionSeconds: Math.floor(activity.longestTransactionSeconds) },
      { isReplica: false, hiddenSessions: 0, longestTransactionSeconds: 0, backups: [], vacuums: 0 },
    );
  });

  it('sees a transaction that is open, and for how long', async () => {
    await beside(['BEGIN', 'SELECT pg_sleep(1.1)', 'SELECT 1'], async () => {
      assert.ok((await read()).activity.longestTransactionSeconds >= 1);
    });
  });

  it('sees a backup by the name of its program', async () => {
    await beside(['SELECT 1'], async () => assert.deepEqual((await read()).activity.backups, ['pg_dump']), {
      application_name: 'pg_dump',
    });
  });

  it('sees another vacuum', async () => {
    const slow = [
      'SET vacuum_cost_delay = 100',
      'SET vacuum_cost_limit = 1',
      'VACUUM (FREEZE, DISABLE_PAGE_SKIPPING) "Content"',
    ];
    await beside(slow, async () => assert.equal((await read()).activity.vacuums, 1));
  });

  it('says that it cannot see the sessions of others, where the account may not', async () => {
    await beside(['SELECT 1'], async () => {
      assert.ok((await read('stranger')).activity.hiddenSessions > 0);
    });
  });
});
