import { createHash } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { dataFolder, makeDataFolder, root } from './places.mjs';
import { PrepareError } from './say.mjs';

/** A Unix socket's whole path holds 107 bytes; below this there is room for what the stack adds. */
const longestDataRoot = 60;

/**
 * Whom PostgreSQL runs as, since it refuses root.
 *
 * @returns {{ uid: number, gid: number } | null} null: as ourselves
 */
export function postgresUser(passwd = readFileSync('/etc/passwd', 'utf8'), uid = process.getuid?.()) {
  if (uid !== 0) return null;
  const users = new Map(passwd.split('\n').map((line) => [line.split(':')[0], line.split(':')]));
  const entry = users.get('postgres') ?? users.get('nobody');
  if (!entry)
    throw new PrepareError('PostgreSQL refuses to run as root, and there is no user postgres or nobody.');
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

/** Where things go that PostgreSQL's user cannot reach below the checkout: one folder per checkout. */
export const outsideFolder = join(
  '/var/tmp',
  `vizora-ops-${basename(root)
    .replace(/[^\w-]/g, '')
    .slice(0, 20)}-${createHash('sha256').update(root).digest('hex').slice(0, 8)}`,
);

/** The folder below which PostgreSQL's user reaches files: the data folder, or one outside of the checkout. */
export function reachableFolder(user) {
  makeDataFolder();
  if (user === null ? dataFolder.length <= longestDataRoot : isReachable(dataFolder, user)) return dataFolder;
  makeOutsideFolder();
  return outsideFolder;
}

/** Makes the folder for PostgreSQL's data and sockets, owned by whom it runs as. */
export function makePostgresDataRoot(user) {
  const below = reachableFolder(user);
  const inside = join(below, 'postgres');
  const folder = inside.length <= longestDataRoot ? inside : join(makeOutsideFolder(), 'postgres');
  mkdirSync(folder, { recursive: true });
  if (user) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o700);
  return folder;
}

/** Whether a user can pass through every folder on the way, going by owner, group and mode. */
export function isReachable(folder, user) {
  for (let at = folder; ; at = dirname(at)) {
    const { uid, gid, mode } = statSync(at);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

function makeOutsideFolder() {
  mkdirSync(outsideFolder, { recursive: true, mode: 0o711 });
  const { uid } = lstatSync(outsideFolder);
  // /var/tmp is everybody's: a folder or link that somebody else put there is not ours to fill.
  if (lstatSync(outsideFolder).isSymbolicLink() || uid !== process.getuid()) {
    throw new PrepareError(`${outsideFolder} belongs to somebody else. Remove it, then try again.`);
  }
  chmodSync(outsideFolder, 0o711);
  return outsideFolder;
}
