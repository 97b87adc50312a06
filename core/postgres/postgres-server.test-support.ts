import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { loadPrograms } from '../../sandbox/stack/programs.ts';
import { closedPort } from '../misbehaving-server.test-support.ts';

/** A real PostgreSQL with passwords, on a port of its own, that a test may stop and start. */
export interface PostgresServer {
  readonly port: number;
  /** For a role of this name, with the password that the administrator has, too. */
  url(user?: string, password?: string, database?: string): string;
  /** As administrator. */
  sql(text: string): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Stops answering, with its connections left open. */
  freeze(): void;
  thaw(): void;
  /** A replica of it, made while it stands still. */
  replica(): Promise<PostgresServer>;
  remove(): Promise<void>;
}

const ADMINISTRATOR = 'boss';
export const PASSWORD = 'hunter2 &/@';
const SETTINGS = ['fsync=off', 'shared_buffers=16MB', 'max_connections=20', 'unix_socket_directories='];

const { postgres, initdb, postgresUser, postgresDataRoot } = loadPrograms();
const user = postgresUser ?? {};
const own = (path: string) => {
  if (postgresUser !== null) chownSync(path, postgresUser.uid, postgresUser.gid);
};

/** Makes a server, and starts it. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = newFolder();
  const secret = join(folder, 'secret');
  writeFileSync(secret, PASSWORD);
  own(secret);
  execFileSync(
    initdb.command,
    [
      '-D',
      join(folder, 'data'),
      '-U',
      ADMINISTRATOR,
      '--auth=scram-sha-256',
      `--pwfile=${secret}`,
      '--no-sync',
    ],
    { env: { ...process.env, ...initdb.env }, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], ...user },
  );
  const server = serverIn(folder, await closedPort());
  await server.start();
  return server;
}

function newFolder(): string {
  mkdirSync(postgresDataRoot, { recursive: true });
  own(postgresDataRoot);
  const folder = mkdtempSync(join(postgresDataRoot, 'test-'));
  own(folder);
  return folder;
}

function serverIn(folder: string, port: number): PostgresServer {
  const data = join(folder, 'data');
  const url = (name = ADMINISTRATOR, password = PASSWORD, database = 'postgres') =>
    `postgresql://${name}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}?schema=public`;
  let child: ChildProcess | null = null;
  const server: PostgresServer = {
    port,
    url,
    async sql(text) {
      const client = new pg.Client(url());
      await client.connect();
      try {
        await client.query(text);
      } finally {
        await client.end();
      }
    },
    async start() {
      const settings = [...SETTINGS, `port=${port}`].flatMap((setting) => ['-c', setting]);
      child = spawn(postgres.command, ['-D', data, ...settings], {
        env: { ...process.env, ...postgres.env },
        cwd: folder,
        stdio: 'ignore',
        ...user,
      });
      try {
        await until(() => server.sql('SELECT 1'));
      } catch (error) {
        await server.stop();
        throw error;
      }
    },
    async stop() {
      if (child === null) return;
      const ended = once(child, 'exit');
      child.kill('SIGCONT');
      child.kill('SIGINT');
      await ended;
      child = null;
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async replica() {
      await server.stop();
      const other = newFolder();
      execFileSync('cp', ['-a', data, other]);
      writeFileSync(join(other, 'data', 'standby.signal'), '');
      const { username, password } = new URL(url());
      const primary = `host=127.0.0.1 port=${port} user=${username} password=''${decodeURIComponent(password)}''`;
      appendFileSync(join(other, 'data', 'postgresql.auto.conf'), `primary_conninfo = '${primary}'\n`);
      await server.start();
      const standby = serverIn(other, await closedPort());
      await standby.start();
      return standby;
    },
    async remove() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return server;
}

/** Until it no longer throws, within 20 s. */
async function until(done: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      return await done();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(50);
    }
  }
}
