import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the sandbox keeps its things. */
export interface Places {
  /** One folder of everything that people may want to read. */
  readonly root: string;
  /** `PM2_HOME`. */
  readonly pm2Home: string;
  /** Redis listens on this Unix socket; the port belongs to the gate in front of it. */
  readonly redisSocket: string;
  readonly redisFolder: string;
  /** What the control port tells the apps: faults, and strictness taken out. */
  readonly orders: string;
  /** What PM2 is told about the apps. */
  readonly ecosystem: string;
  /** The faults of the world that were made, with the rows as they were. */
  readonly worldFaults: string;
  /** Backups of the database, or what passes for such. */
  readonly backups: string;
  /** One file per app process, a line per request. */
  readonly requests: string;
  /** One file per app process that lives. */
  readonly appPids: string;
  /** Shared with the other parts of a stack. */
  readonly logs: string;
  /** The records of process numbers of all parts of the stack. */
  readonly pids: string;
  /** Folders outside `root`, taken where its path is too long for a Unix socket. */
  readonly outside: readonly string[];
}

/** The kernel's limit of a Unix socket's path, without the closing NUL. */
const LONGEST_SOCKET_PATH = 107;

const shortName = (dataDir: string): string =>
  createHash('sha256').update(dataDir).digest('hex').slice(0, 12);

export function placesIn(dataDir: string): Places {
  const root = join(dataDir, 'vizora');
  const wanted = { pm2Home: join(root, 'pm2'), redisFolder: join(root, 'redis') };
  const longest = Math.max(
    Buffer.byteLength(join(wanted.pm2Home, 'interactor.sock')),
    Buffer.byteLength(join(wanted.redisFolder, 'redis.sock')),
  );
  const outside = longest > LONGEST_SOCKET_PATH ? join(tmpdir(), `vizora-${shortName(dataDir)}`) : null;
  const socketsRoot = outside ?? root;
  return {
    root,
    pm2Home: join(socketsRoot, 'pm2'),
    redisFolder: join(socketsRoot, 'redis'),
    redisSocket: join(socketsRoot, 'redis', 'redis.sock'),
    orders: join(root, 'orders.json'),
    ecosystem: join(root, 'ecosystem.json'),
    worldFaults: join(root, 'world-faults.json'),
    backups: join(root, 'backups'),
    requests: join(root, 'requests'),
    appPids: join(root, 'app-pids'),
    logs: join(dataDir, 'logs'),
    pids: join(dataDir, 'pids'),
    outside: outside === null ? [] : [outside],
  };
}

/**
 * PostgreSQL's folder, for its data and its socket: below a folder that its user can reach, one for each
 * data folder.
 *
 * @throws Error when the path is too long for a Unix socket
 */
export function postgresFolder(postgresDataRoot: string, dataDir: string): string {
  const folder = join(postgresDataRoot, shortName(dataDir));
  const socket = join(folder, '.s.PGSQL.5432.lock');
  if (Buffer.byteLength(socket) > LONGEST_SOCKET_PATH) {
    throw new Error(
      `The path of PostgreSQL's socket is too long for the system (${socket}). Use a checkout with a shorter path.`,
    );
  }
  return folder;
}
