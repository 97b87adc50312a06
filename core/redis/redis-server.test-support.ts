import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { loadPrograms } from '../../sandbox/stack/programs.ts';
import { closedPort } from '../misbehaving-server.test-support.ts';

/** A real Redis with a password, on a port of its own, that a test may stop and start. */
export interface RedisServer {
  readonly port: number;
  /** Of its socket, over which it wants the password, too. */
  readonly socket: string;
  /** For a user of this name, with the password that the default user has, too. */
  url(user?: string, password?: string, database?: number): string;
  /** As administrator. */
  run(command: string, ...args: string[]): Promise<unknown>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Stops answering, with its connections left open. */
  freeze(): void;
  thaw(): void;
  remove(): Promise<void>;
}

export const PASSWORD = 'hunter2 &/@';

/** Makes a server, and starts it. */
export async function startRedis(): Promise<RedisServer> {
  const { redisServer } = loadPrograms();
  const folder = mkdtempSync(join(tmpdir(), 'redis-'));
  const socket = join(folder, 'redis.sock');
  const port = await closedPort();
  const url = (name = '', password = PASSWORD, database = 0) =>
    `redis://${name}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  let child: ChildProcess | null = null;
  const server: RedisServer = {
    port,
    socket,
    url,
    async run(command, ...args) {
      const client = new Redis(url(), { lazyConnect: true, retryStrategy: null, protocol: 2 });
      // It is told by the command, too.
      client.on('error', () => undefined);
      try {
        return await client.call(command, ...args);
      } finally {
        client.disconnect();
      }
    },
    async start() {
      const settings = ['--port', String(port), '--unixsocket', socket, '--dir', folder, '--save', ''];
      child = spawn(redisServer.command, [...settings, '--requirepass', PASSWORD], {
        env: { ...process.env, ...redisServer.env },
        stdio: 'ignore',
      });
      const deadline = Date.now() + 20_000;
      for (;;) {
        try {
          await server.run('PING');
          return;
        } catch (error) {
          if (Date.now() > deadline) throw error;
          await delay(50);
        }
      }
    },
    async stop() {
      if (child === null) return;
      const ended = once(child, 'exit');
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      await ended;
      child = null;
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async remove() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}
