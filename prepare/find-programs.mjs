import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { delimiter, join, sep } from 'node:path';

/** Oldest PostgreSQL whose SQL and initdb options the sandbox uses. */
const oldestPostgres = 13;

/** What the local stack runs: the names it goes by, and the Debian package that brings it. */
export const wanted = [
  { key: 'prometheus', names: ['prometheus'], debian: 'prometheus' },
  { key: 'promtool', names: ['promtool'], debian: 'prometheus' },
  {
    key: 'alertmanager',
    names: ['prometheus-alertmanager', 'alertmanager'],
    debian: 'prometheus-alertmanager',
  },
  { key: 'amtool', names: ['amtool'], debian: 'prometheus-alertmanager' },
  { key: 'redisServer', names: ['redis-server'], debian: 'redis-server' },
  { key: 'postgres', names: ['postgres'], debian: 'postgresql' },
  { key: 'initdb', names: ['initdb'], debian: 'postgresql' },
];

/**
 * Looks for the programs below a root folder (`/` is this machine), in the folders of `path` and in Debian's own
 * place for PostgreSQL.
 *
 * @returns {Record<string, string>} key of `wanted` -> absolute path, for those that are there
 */
export function findPrograms(below = '/', path = machinePath()) {
  const folders = path.map((folder) => join(below, folder));
  const found = {};
  for (const { key, names } of wanted) {
    if (key === 'postgres' || key === 'initdb') continue;
    const file = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
    if (file) found[key] = file;
  }
  // Both from one folder: an initdb of another version than the server makes data that the server refuses.
  const postgres = [...debianPostgres(below), ...folders].find((folder) =>
    ['postgres', 'initdb'].every((name) => isProgram(join(folder, name))),
  );
  if (postgres)
    Object.assign(found, { postgres: join(postgres, 'postgres'), initdb: join(postgres, 'initdb') });
  return found;
}

/** PATH without what npm puts in front of it, and with the folders that a plain user's PATH lacks. */
function machinePath() {
  const given = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder.startsWith(sep));
  const own = given.filter((folder) => !folder.includes(`${sep}node_modules${sep}`));
  return [...new Set([...own, '/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin'])];
}

function debianPostgres(below) {
  const parent = join(below, 'usr/lib/postgresql');
  return listFolder(parent)
    .map(Number)
    .filter((version) => version >= oldestPostgres)
    .sort((a, b) => b - a)
    .map((version) => join(parent, String(version), 'bin'));
}

function listFolder(folder) {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
