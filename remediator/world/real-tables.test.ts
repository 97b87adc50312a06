import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Config } from '../../core/config/schema.ts';
import { type PostgresServer, startPostgres } from '../../core/postgres/postgres-server.test-support.ts';
import { realTables } from './real-tables.ts';

const never = new AbortController().signal;

describe('the tables that the configuration names', () => {
  let server: PostgresServer;
  before(async () => {
    server = await startPostgres();
    await server.sql(
      'CREATE TABLE users (id int); CREATE TABLE devices (id int); CREATE TABLE secrets (id int)',
    );
  });
  after(() => server.remove());

  const tables = (remediator: Record<string, unknown> = { database_url: { env: 'URL' } }) =>
    realTables(Config.parse({ vizora: { tables: ['users', 'devices', 'gone'] }, remediator }), {
      URL: server.url(),
    });

  it('are read and vacuumed, one after the other, and read back as newer', async () => {
    const { read, vacuum } = tables();
    const seen = await read();
    assert.deepEqual(
      seen.tables.map(({ name, exists }) => [name, exists]),
      [
        ['users', true],
        ['devices', true],
        ['gone', false],
      ],
    );
    await Promise.all(['users', 'devices'].map((table) => vacuum(table, never)));
    const [users, devices] = (await read()).tables.map(({ statistics }) => statistics?.lastVacuumAt ?? 0);
    assert.ok(Number(users) >= seen.at && Number(devices) > Number(users));
  });

  it('are the only ones', async () => {
    await assert.rejects(tables().vacuum('secrets', never), /names no such table/);
  });

  it('cannot be had without an address', async () => {
    await assert.rejects(async () => tables({}).read(), /remediator.database_url is not set/);
  });

  it('are not begun any more when time is over', async () => {
    await assert.rejects(tables().vacuum('users', AbortSignal.abort()));
  });
});
