import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile, distIsFresh } from './compile.mjs';
import { findNode } from './node-24.mjs';
import { driftOfNodeModules, installNodeModules } from './node-modules.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { makeDataFolder, root } from './places.mjs';
import { preparePrograms, programsAreReady } from './programs.mjs';
import { signalPrograms } from './run-program.mjs';
import { runTask } from './run-task.mjs';
import { recordTask } from './running.mjs';
import { PrepareError, say } from './say.mjs';
import { tasks } from './tasks.mjs';

const [name = '', ...args] = process.argv.slice(2);

try {
  await main();
} catch (error) {
  if (error.code === 'EACCES' || error.code === 'EPERM') {
    fail(`${error.message}\nThe checkout was prepared by another user. As that user: npm run clean`);
  } else if (error instanceof PrepareError) fail(error.message);
  else throw error;
}

async function main() {
  const task = tasks[name];
  if (!task)
    throw new PrepareError(`There is no task "${name}". There are: ${Object.keys(tasks).join(', ')}.`);
  if (process.platform === 'win32') throw new PrepareError('Vizora Ops runs on Linux and macOS.');
  const node = await prepare(task);
  if (!task.target) return;
  const [file, ...fixed] = task.target;
  if (!existsSync(join(root, file))) throw new PrepareError(`${file} is not there.`);
  const done = recordTask(name);
  const scratch = task.scratch ? makeScratch() : null;
  const env = { ...environmentOf(task), ...(scratch && { TMPDIR: scratch }) };
  const { code, signal } = await runTask(node, [join(root, file), ...fixed, ...args], root, env);
  if (scratch) rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  done();
  if (signal) endBySignal(signal);
  else process.exitCode = code ?? 1;
}

/** Through which others may pass, like the folder around it. */
function makeScratch() {
  const folder = mkdtempSync(join(tmpdir(), 'vizora-ops-'));
  chmodSync(folder, 0o711);
  return folder;
}

function environmentOf({ env = {} }) {
  const there = Object.entries(env)
    .map(([name, path]) => [name, join(root, path)])
    .filter(([, file]) => existsSync(file));
  return { ...Object.fromEntries(there), ...process.env };
}

/** Makes ready what the task needs, and says so; without a word when all is ready. */
async function prepare(task) {
  const stop = (signal) => {
    signalPrograms(signal);
    stopped = signal;
  };
  let stopped = null;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  makeDataFolder();
  const step = async (isReady, work) => {
    if (isReady()) return;
    await oneAtATime(async () => {
      if (!isReady()) await work();
    }).catch((error) => {
      if (stopped === null) throw error;
    });
    if (stopped !== null) endBySignal(stopped);
  };
  await step(() => driftOfNodeModules().length === 0, installNodeModules);
  const node = await findNode();
  const needsPrograms = typeof task.programs === 'function' ? task.programs(args) : task.programs;
  if (needsPrograms) await step(programsAreReady, preparePrograms);
  const strict = task.dist === 'strict';
  if (task.dist)
    await step(
      () => !strict && distIsFresh(),
      () => compile(node, { strict }),
    );
  if (name === 'prepare:programs') say('programs are ready: .vizora-ops/programs.json');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, stop);
  return node;
}

/** Ends as the signal would have ended us, so that whoever started us sees it. */
function endBySignal(signal) {
  for (const each of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(each);
  process.kill(process.pid, signal);
  process.exit(1);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
