import { mkdirSync } from 'node:fs';
import { createConnection } from 'node:net';
import { dirname, join } from 'node:path';
import type { Part } from '../../stack/part.ts';
import type { Program } from '../../stack/programs.ts';
import { spawnPart } from '../../stack/spawn-part.ts';
import type { Places } from '../places.ts';

/** Redis, on a Unix socket only; keeps nothing over a restart. */
export function redisPart(program: Program, places: Places): Part {
  const part = spawnPart({
    name: 'redis',
    command: program.command,
    args: [
      ...['--port', '0', '--unixsocket', places.redisSocket, '--dir', places.redisFolder],
      ...['--save', '', '--appendonly', 'no', '--daemonize', 'no', '--databases', '1'],
      // Far more than is ever used here: a limit that somebody can come close to.
      ...['--maxmemory', '256mb', '--maxmemory-policy', 'noeviction'],
    ],
    env: { ...program.env },
    logFile: join(places.logs, 'redis.log'),
    ready: () => accepts(places.redisSocket),
  });
  return {
    name: part.name,
    start() {
      mkdirSync(dirname(places.redisSocket), { recursive: true, mode: 0o700 });
      return part.start();
    },
  };
}

/** Does anybody listen on this Unix socket? */
export function accepts(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(socketPath);
    const answer = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
