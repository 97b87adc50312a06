import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from './places.mjs';

const tasksFolder = join(dataFolder, 'tasks');

/** Writes down that a task runs from this checkout, until the returned function is called. */
export function recordTask(name) {
  const file = join(tasksFolder, `${process.pid}.json`);
  mkdirSync(tasksFolder, { recursive: true });
  writeFileSync(file, JSON.stringify({ ...ourselves(), task: name }));
  return () => rmSync(file, { force: true });
}

/** What runs from this checkout now, besides ourselves and what started us: tasks, and parts of a local stack. */
export function whatRuns() {
  const tasks = records(tasksFolder).filter(({ pid }) => pid !== process.pid && !isAncestor(pid));
  const stacks = pidFolders(dataFolder, 3).flatMap(records);
  return [...tasks, ...stacks].map(
    ({ pid, name, task }) => `${task ? `npm run ${task}` : name} (process ${pid})`,
  );
}

/** The folders `pids` of the local stacks, of which each has a folder of its own, and some of their parts, too. */
function pidFolders(folder, depth) {
  if (depth === 0) return [];
  const inner = list(folder).filter((name) => !['debian', 'apt', 'postgres'].includes(name));
  return [join(folder, 'pids'), ...inner.flatMap((name) => pidFolders(join(folder, name), depth - 1))];
}

/** How a process is told apart from a later one with the same number. */
export function ourselves() {
  return { pid: process.pid, start_ticks: startTicks(process.pid) };
}

export function isAlive({ pid, start_ticks }) {
  if (!existsSync('/proc/self/stat')) return answersSignal(pid);
  const ticks = startTicks(pid);
  return ticks !== null && ticks === start_ticks;
}

function records(folder) {
  return list(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({ ...readRecord(join(folder, file)), name: file.slice(0, -5) }))
    .filter(isAlive);
}

function readRecord(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // It ended, or is being written, this very moment.
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return { pid: 0, start_ticks: null };
    throw error;
  }
}

/** The fields of /proc/<pid>/stat after the program's name, which stands in parentheses and may hold anything. */
function statFields(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function startTicks(pid) {
  const fields = statFields(pid);
  return fields === null || fields[0] === 'Z' ? null : fields[19];
}

/** Whether Ctrl-C in the terminal reaches us: then it has reached our children, too. */
export function isInForeground() {
  const fields = statFields('self');
  return fields === null ? Boolean(process.stdin.isTTY) : fields[2] === fields[5];
}

function isAncestor(pid) {
  for (let at = process.ppid; at > 1; at = Number(statFields(at)?.[1] ?? 0)) if (at === pid) return true;
  return false;
}

function answersSignal(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function list(folder) {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(error.code)) return [];
    throw error;
  }
}
