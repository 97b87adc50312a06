import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * A process of ours, told apart from a later one with the same number by its start time (in clock ticks
 * since boot, as the kernel gives it).
 */
interface PidRecord {
  readonly pid: number;
  readonly start_ticks: string;
}

/** The kernel's start time of a process, or null when there is none. */
function startTicks(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name stands in parentheses and may hold anything, so count from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const state = fields[0];
    return state === 'Z' ? null : (fields[19] ?? null);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH');
}

/** Remembers a process, so that the next start can end it if this supervisor is killed. */
export function recordPid(pidsFolder: string, name: string, pid: number): void {
  const ticks = startTicks(pid);
  if (ticks === null) return;
  mkdirSync(pidsFolder, { recursive: true });
  const record: PidRecord = { pid, start_ticks: ticks };
  writeFileSync(join(pidsFolder, `${name}.json`), JSON.stringify(record));
}

export function forgetPid(pidsFolder: string, name: string): void {
  rmSync(join(pidsFolder, `${name}.json`), { force: true });
}

/** The recorded processes that still run. */
export function leftovers(pidsFolder: string): { name: string; pid: number }[] {
  let files: string[];
  try {
    files = readdirSync(pidsFolder).filter((file) => file.endsWith('.json'));
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
  return files.flatMap((file) => {
    const record = JSON.parse(readFileSync(join(pidsFolder, file), 'utf8')) as PidRecord;
    return startTicks(record.pid) === record.start_ticks
      ? [{ name: file.slice(0, -5), pid: record.pid }]
      : [];
  });
}

/** Sends a signal to a whole process group, or to the process alone where it leads none. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}

/** Ends what a killed supervisor left behind; answers the names of what it ended. */
export async function cleanLeftovers(pidsFolder: string, patienceMs = 5_000): Promise<string[]> {
  const found = leftovers(pidsFolder);
  for (const { pid } of found) signalGroup(pid, 'SIGTERM');
  const deadline = Date.now() + patienceMs;
  while (leftovers(pidsFolder).length > 0 && Date.now() < deadline) await delay(100);
  for (const { pid } of leftovers(pidsFolder)) signalGroup(pid, 'SIGKILL');
  rmSync(pidsFolder, { recursive: true, force: true });
  return found.map(({ name }) => name);
}
