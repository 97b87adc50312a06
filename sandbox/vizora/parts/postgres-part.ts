import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Part } from '../../stack/part.ts';
import type { Programs } from '../../stack/programs.ts';
import { spawnPart } from '../../stack/spawn-part.ts';
import type { Places } from '../places.ts';
import { DATABASE_USER, openDatabase } from '../world/database.ts';

/** Nothing here needs to survive a power cut. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  jit: 'off',
  max_connections: '60',
  shared_buffers: '32MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** PostgreSQL, on a Unix socket only, run as the user that its programs are prepared for. */
export function postgresPart(programs: Programs, places: Places, folder: string): Part {
  const data = join(folder, 'data');
  const { postgres, initdb, postgresUser } = programs;
  const user = postgresUser ?? {};
  const part = spawnPart({
    name: 'postgres',
    command: postgres.command,
    args: [
      '-D',
      data,
      '-k',
      folder,
      ...Object.entries(SETTINGS).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
    ],
    env: { ...postgres.env },
    cwd: folder,
    ...user,
    logFile: join(places.logs, 'postgres.log'),
    ready: () => answers(folder),
    // Fast shutdown: break the connections instead of waiting for their ends.
    stopSignal: 'SIGINT',
  });
  return {
    name: part.name,
    start() {
      claimFolder(folder, places.root, postgresUser);
      if (!existsSync(join(data, 'PG_VERSION'))) {
        // What an initialisation that was cut short left.
        rmSync(data, { recursive: true, force: true });
        const args = [
          '-D',
          data,
          '-U',
          DATABASE_USER,
          '--auth=trust',
          '--no-sync',
          '--encoding=UTF8',
          '--locale=C',
        ];
        execFileSync(initdb.command, args, {
          env: { ...process.env, ...initdb.env },
          cwd: folder,
          stdio: ['ignore', 'ignore', 'pipe'],
          ...user,
        });
      }
      return part.start();
    },
  };
}

const OWNER = 'owner';
const MARKER = 'postgres-folder';

/**
 * Makes the folder ours. The world belongs to the data folder: where that was emptied, what lies here is of
 * another life; and what data folders left that are no more is removed.
 */
function claimFolder(folder: string, root: string, user: Programs['postgresUser']): void {
  const marker = join(root, MARKER);
  if (!existsSync(marker)) rmSync(folder, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  writeFileSync(marker, folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, OWNER), root);
  if (user !== null) chownSync(folder, user.uid, user.gid);
  for (const name of readdirSync(dirname(folder))) removeIfOrphaned(join(dirname(folder), name));
}

function removeIfOrphaned(folder: string): void {
  const owner = join(folder, OWNER);
  if (!existsSync(owner) || existsSync(join(readFileSync(owner, 'utf8'), MARKER))) return;
  rmSync(folder, { recursive: true, force: true });
}

async function answers(folder: string): Promise<boolean> {
  const database = openDatabase({ host: folder, port: 5432, database: 'postgres', connections: 1 });
  try {
    await database.rows('SELECT 1');
    return true;
  } catch {
    // Not there yet, or still recovering.
    return false;
  } finally {
    await database.close();
  }
}
