import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join, sep } from 'node:path';
import { dataFolder, root } from './places.mjs';
import { firstLines, runProgram } from './run-program.mjs';
import { whatRuns } from './running.mjs';
import { PrepareError, say } from './say.mjs';

/** The words with which npm tells that it got no connection. */
const unreachable =
  /\b(EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b/;

/**
 * What differs between package-lock.json and what npm says that it installed.
 *
 * Packages that are optional may be absent: they are for other platforms.
 */
export function driftOfNodeModules(folder = root) {
  const wanted = readPackages(join(folder, 'package-lock.json'));
  const installed = readPackages(join(folder, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted)
    .filter(([path, entry]) => {
      const there = installed[path];
      if (path === '' || (!there && entry.optional)) return false;
      return there?.version !== entry.version || there?.integrity !== entry.integrity;
    })
    .map(([path]) => path.replace(/^node_modules\//, ''));
}

/** Installs exactly what package-lock.json says. */
export async function installNodeModules() {
  const drift = driftOfNodeModules();
  const running = whatRuns();
  if (running.length > 0) {
    throw new PrepareError(
      `node_modules must be installed anew (${drift.slice(0, 3).join(', ')} ...), but this still runs from it:\n    ${running.join('\n    ')}\nStop it first.`,
    );
  }
  say(
    existsSync(join(root, 'node_modules'))
      ? 'package-lock.json has changed: npm ci'
      : 'installing packages: npm ci',
  );
  const { command, before } = machineNpm();
  // A production environment or a user's .npmrc must not leave out what building and testing need; the lock file
  // asks for no install script; npm's engine warnings are about this npm's own Node, which runs nothing of ours.
  const flags = ['--include=dev', '--include=optional', '--ignore-scripts', '--engine-strict=false'];
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  // npm's own waits between attempts add up to a minute and a half of silence on a machine without network.
  const patience = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const { code, output } = await runProgram(command, [...before, 'ci', ...flags, ...quiet, ...patience], {
    cwd: root,
    env: npmEnvironment(),
  });
  if (code !== 0) throw new PrepareError(`${whyNpmFailed(output)}\n${firstLines(output)}`);
  const left = driftOfNodeModules();
  if (left.length > 0)
    throw new PrepareError(`npm ci did not install what package-lock.json says: ${left.join(', ')}`);
}

/** The sentence above what npm printed when it failed. */
export function whyNpmFailed(output) {
  if (!unreachable.test(output)) return 'npm ci failed:';
  return 'The packages could not be downloaded: npm does not reach its registry. The first run needs the network.';
}

/** The npm that runs us if there is one, on the machine's own Node: `npm ci` deletes the packaged one. */
function machineNpm() {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  const isNpm = npm !== undefined && /npm-cli\.[cm]?js$/.test(npm);
  return isNpm && node && existsSync(node) && !node.startsWith(root)
    ? { command: node, before: [npm] }
    : { command: 'npm', before: [] };
}

function npmEnvironment() {
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((it) => !it.includes(`${sep}node_modules${sep}.bin`));
  const env = { ...process.env, PATH: path.join(delimiter) };
  // npm started by root in somebody else's folder may hand us root's cache, which we cannot write as that somebody.
  if (env.npm_config_cache && !isWritable(env.npm_config_cache))
    env.npm_config_cache = join(dataFolder, 'npm-cache');
  return env;
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch (error) {
    return error.code === 'ENOENT' && folder !== dirname(folder) && isWritable(dirname(folder));
  }
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return {};
    throw error;
  }
}
