import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPrograms, wanted } from './find-programs.mjs';
import { dataFolder, makeDataFolder, root } from './places.mjs';
import { makePostgresDataRoot, postgresUser, reachableFolder } from './postgres-user.mjs';
import { lastLines, runProgram } from './run-program.mjs';
import { PrepareError, say } from './say.mjs';
import { unpackDebian } from './unpack-debian.mjs';

/** Changes when what is written below changes its meaning. */
const recipe = 2;
const file = join(dataFolder, 'programs.json');

/** Whether the programs that were found or unpacked earlier are still there, for this user and this place. */
export function programsAreReady() {
  try {
    const known = JSON.parse(readFileSync(file, 'utf8'));
    return (
      known.recipe === recipe &&
      known.checkout === root &&
      known.uid === process.getuid() &&
      existsSync(known.postgresDataRoot) &&
      wanted.every(({ key }) => existsSync(known[key].command))
    );
  } catch {
    return false;
  }
}

/** Finds Prometheus, Alertmanager, Redis and PostgreSQL, unpacks what is missing, and writes down where they are. */
export async function preparePrograms() {
  makeDataFolder();
  const user = postgresUser();
  const programs = {};
  for (const [key, command] of Object.entries(findPrograms())) programs[key] = { command, env: {} };
  const missing = [...new Set(wanted.filter(({ key }) => !programs[key]).map(({ debian }) => debian))];
  if (missing.length > 0) {
    const into = join(reachableFolder(user), 'debian');
    const env = await unpackDebian(missing, { into, scratch: join(dataFolder, 'apt') }).catch((error) => {
      throw error instanceof PrepareError ? new PrepareError(installByHand(missing, error.message)) : error;
    });
    for (const [key, command] of Object.entries(findPrograms(into, ['bin', 'usr/bin', 'usr/sbin']))) {
      programs[key] ??= { command, env };
    }
  }
  const versions = await askVersions(programs, user, missing);
  const ready = {
    recipe,
    checkout: root,
    uid: process.getuid(),
    ...programs,
    postgresUser: user,
    postgresDataRoot: makePostgresDataRoot(user),
  };
  writeFileSync(`${file}.new`, `${JSON.stringify(ready, null, 2)}\n`);
  renameSync(`${file}.new`, file);
  say(`programs: ${versions.join(', ')}`);
}

/** Runs each once, as whom it will run: a library that is missing shows here and not in the middle of a start. */
async function askVersions(programs, user, unpacked) {
  const versions = [];
  for (const { key, names, debian } of wanted) {
    const program = programs[key];
    if (!program) throw new PrepareError(installByHand([debian], `the package has no ${names[0]}`));
    const asUser = user && debian === 'postgresql' ? user : {};
    const { code, output } = await runProgram(program.command, ['--version'], {
      env: { ...process.env, ...program.env },
      ...asUser,
    });
    if (code !== 0) {
      rmSync(file, { force: true });
      throw new PrepareError(
        installByHand([debian], `${program.command} does not run:\n${lastLines(output)}`),
      );
    }
    const version = /\d+\.\d+(\.\d+)?/.exec(output)?.[0] ?? '?';
    if (['prometheus', 'alertmanager', 'redisServer', 'postgres'].includes(key)) {
      versions.push(`${names[0]} ${version}${unpacked.includes(debian) ? ' (unpacked)' : ''}`);
    }
  }
  return versions;
}

function installByHand(packages, reason) {
  return [
    `These programs are missing: ${wanted
      .filter(({ debian }) => packages.includes(debian))
      .map(({ names }) => names[0])
      .join(', ')}.`,
    `They could not be prepared here: ${reason}`,
    '',
    'Install them by hand, then try again. On Debian or Ubuntu:',
    `    sudo apt-get update && sudo apt-get install --no-install-recommends ${packages.join(' ')}`,
    'Elsewhere: put them on the PATH (Prometheus 2.42+, Alertmanager 0.25+, Redis 7+, PostgreSQL 13+).',
  ].join('\n');
}
