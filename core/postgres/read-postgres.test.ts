import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { z } from 'zod';
import { closedPort, serverThat } from '../misbehaving-server.test-support.ts';
import { ServerError, type ServerFault } from '../server-error.ts';
import { PASSWORD, type PostgresServer, startPostgres } from './postgres-server.test-support.ts';
import { type Query, readPostgres } from './read-postgres.ts';

const One = z.object({ one: z.number() });
const one = (query: Query) => query(One, 'SELECT 1 AS one');

const read = <T>(url: string, work: (query: Query) => Promise<T>, timeoutMs = 300) =>
  readPostgres({ connectionString: () => url, timeoutMs }, work);

/** It fails in this way, in time, and tells the password to nobody. */
const fails = (reading: Promise<unknown>, kind: ServerFault, message = /./) =>
  assert.rejects(reading, (error) => {
    assert.ok(error instanceof ServerError, String(error));
    assert.equal(error.kind, kind, error.message);
    assert.match(error.message, message);
    const all = JSON.stringify(error, Object.getOwnPropertyNames(error));
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD)]) assert.ok(!all.includes(secret), all);
    return true;
  });

describe('reading a real PostgreSQL', () => {
  let server: PostgresServer;
  before(async () => {
    server = await startPostgres();
    await server.sql(`
      CREATE TABLE secrets (id int);
      CREATE ROLE reader LOGIN PASSWORD '${PASSWORD}';
      CREATE ROLE turning LOGIN PASSWORD 'first'`);
    await server.sql('CREATE DATABASE closed');
    await server.sql('REVOKE CONNECT ON DATABASE closed FROM PUBLIC');
  });
  after(() => server.remove());

  it('answers rows of the shape that was asked for', async () => {
    assert.deepEqual(await read(server.url(), one), [{ one: 1 }]);
  });

  it('cannot write, by any trick of a statement', async () => {
    const write = (sql: string) =>
      fails(
        read(server.url(), (query) => query(One, sql)),
        'unexpected',
        /read-only/,
      );
    await write('INSERT INTO secrets VALUES (1)');
    await write('COMMIT; INSERT INTO secrets VALUES (1)');
    await write('CREATE TABLE more (id int)');
    const writable = `${server.url()}&options=${encodeURIComponent('-c default_transaction_read_only=off')}`;
    const insert = (query: Query) => query(One, 'INSERT INTO secrets VALUES (1)');
    await fails(read(writable, insert), 'unexpected', /read-only/);
  });

  it('lets the server give up a statement that takes too long', async () => {
    const sleeps = (query: Query) => query(One, 'SELECT 1 AS one FROM pg_sleep(60)');
    await fails(read(server.url(), sleeps), 'timeout', /statement timeout/);
  });

  it('leaves no connection behind, whether it went well or not', async () => {
    await read(server.url(), one);
    await fails(
      read(server.url(), (query) => query(One, 'SELECT 1/0 AS one')),
      'unexpected',
      /division by zero/,
    );
    const sql = "SELECT count(*)::int AS one FROM pg_stat_activity WHERE application_name = 'vizora-ops'";
    // It takes the server a moment to notice.
    let open: number | undefined;
    for (let i = 0; i < 50 && open !== 1; i += 1)
      open = (await read(server.url(), (q) => q(One, sql)))[0]?.one;
    assert.equal(open, 1);
  });

  it('does not take rows of another shape', async () => {
    await fails(
      read(server.url(), (query) => query(One, "SELECT 'x' AS one")),
      'unexpected',
      /another shape/,
    );
  });

  it('tells a wrong password, and a role that is unknown', async () => {
    await fails(read(server.url('reader', 'wrong'), one), 'authentication');
    await fails(read(server.url('nobody'), one), 'authentication');
    await fails(read(`postgresql://reader@127.0.0.1:${server.port}/postgres`, one), 'authentication');
  });

  it('tells what the role may not do', async () => {
    await fails(read(server.url('reader', PASSWORD, 'closed'), one), 'permission');
    const peek = (query: Query) => query(One, 'SELECT id AS one FROM secrets');
    await fails(read(server.url('reader'), peek), 'permission', /secrets/);
  });

  it('asks for the password anew each time, so that it can be rotated', async () => {
    let password = 'first';
    const options = { connectionString: () => server.url('turning', password) };
    await readPostgres(options, one);
    await server.sql("ALTER ROLE turning PASSWORD 'second'");
    await fails(readPostgres(options, one), 'authentication');
    password = 'second';
    await readPostgres(options, one);
  });

  it('is refused while the server is gone, and reads again once it is back', async () => {
    await server.stop();
    await fails(
      read(server.url(), one),
      'refused',
      new RegExp(`127.0.0.1:${server.port}: connection refused`),
    );
    await server.start();
    assert.deepEqual(await read(server.url(), one), [{ one: 1 }]);
  });

  it('is refused when the server goes away in the middle, or has no connection left', async () => {
    const kill = (query: Query) => query(One, 'SELECT 1 AS one FROM pg_terminate_backend(pg_backend_pid())');
    await fails(read(server.url(), kill), 'refused');
    await server.sql('ALTER ROLE reader CONNECTION LIMIT 0');
    await fails(read(server.url('reader'), one), 'refused', /too many connections/);
  });

  it('does not wait for a server that hangs', async () => {
    server.freeze();
    try {
      await fails(read(server.url(), one), 'timeout', /no answer in 300 ms/);
    } finally {
      server.thaw();
    }
  });
});

describe('reading what is no PostgreSQL', () => {
  const at = (port: number) => `postgresql://reader:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/vizora`;
  const message = (type: string, ...words: number[]) => {
    const body = Buffer.alloc(4 * (words.length + 1));
    body.writeUInt32BE(body.length);
    words.forEach((word, i) => void body.writeUInt32BE(word, 4 * (i + 1)));
    return Buffer.concat([Buffer.from(type), body]);
  };

  it('is refused where nobody listens, or the connection is cut at once', async () => {
    await fails(read(at(await closedPort()), one), 'refused', /connection refused/);
    await using cuts = await serverThat((socket) => socket.destroy());
    await fails(read(at(cuts.port), one), 'refused', /connection cut/);
    await fails(read('postgresql://x@/vizora?host=/nowhere', one), 'refused', /no such socket/);
  });

  it('does not wait for what accepts and says nothing', async () => {
    await using silent = await serverThat();
    await fails(read(at(silent.port), one), 'timeout');
  });

  const garbage: readonly [string, string | Buffer][] = [
    ['a web server', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['an SSH server', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['an error of Redis', '-ERR unknown command\r\n'],
    ['an error as long as text makes it', 'ERROR: go away, whoever you are\r\n'],
    [
      'noise after a fair beginning',
      Buffer.concat([message('R', 0), Buffer.from([0x54, 0, 0, 0, 6, 0x7f, 0xff])]),
    ],
  ];
  for (const [name, answer] of garbage) {
    it(`is not taken in by ${name}`, async () => {
      await using server = await serverThat((socket) => void socket.once('data', () => socket.write(answer)));
      await fails(read(at(server.port), one), 'unexpected', /not PostgreSQL/);
    });
  }

  it('does not know every method of authentication, and says so', async () => {
    await using kerberos = await serverThat(
      (socket) => void socket.once('data', () => socket.write(message('R', 7))),
    );
    await fails(read(at(kerberos.port), one), 'authentication', /method/);
  });

  it('does not take for an address what is none, and does not repeat it', async () => {
    for (const address of [PASSWORD, `http://x:${PASSWORD}@h/db`, `postgresql://x:${PASSWORD}@h:port/db`]) {
      await fails(read(address, one), 'unexpected', /the address of PostgreSQL/);
    }
  });
});
