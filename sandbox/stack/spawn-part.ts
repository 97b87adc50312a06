import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { forgetPid, recordPid, signalGroup } from './leftovers.ts';
import type { Part, RunningPart } from './part.ts';

export interface SpawnOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to our own environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** What it prints is appended here; its process number is recorded in `pids/` beside the log folder. */
  readonly logFile: string;
  /** Asked every 100 ms until it says yes. */
  ready(): Promise<boolean>;
  /** In ms; default a minute: who ends while starting is told of at once. */
  readonly readyWithin?: number;
  readonly stopSignal?: NodeJS.Signals;
  /** In ms, until it is killed; default 10 s. */
  readonly stopWithin?: number;
  readonly url?: string;
}

/** Where the process numbers of parts are kept that log to this file. */
const pidsFolderFor = (logFile: string): string => join(dirname(dirname(logFile)), 'pids');

/** A part that is one program of its own, in a process group of its own so that Ctrl-C is ours to pass on. */
export function spawnPart(options: SpawnOptions): Part {
  return { name: options.name, start: () => start(options) };
}

async function start(options: SpawnOptions): Promise<RunningPart> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const output = openSync(options.logFile, 'a');
  const child = spawn(options.command, options.args, {
    detached: true,
    stdio: ['ignore', output, output],
    env: { ...process.env, ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
  });
  closeSync(output);
  const exited = endOf(child);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${options.name} could not be started: ${await exited}`);
  const pids = pidsFolderFor(options.logFile);
  recordPid(pids, options.name, pid);
  let ended: string | null = null;
  void exited.then((how) => {
    ended = how;
    forgetPid(pids, options.name);
  });

  const running: RunningPart = {
    name: options.name,
    pid,
    exited,
    ...(options.url === undefined ? {} : { url: options.url }),
    async stop() {
      if (ended !== null) return;
      signalGroup(pid, options.stopSignal ?? 'SIGTERM');
      const killer = setTimeout(() => signalGroup(pid, 'SIGKILL'), options.stopWithin ?? 10_000);
      await exited;
      clearTimeout(killer);
    },
  };

  const deadline = Date.now() + (options.readyWithin ?? 60_000);
  while (!(await options.ready())) {
    if (ended !== null)
      throw new Error(`${options.name} ${ended} while starting.\n${lastWords(options.logFile)}`);
    if (Date.now() > deadline) {
      await running.stop();
      throw new Error(`${options.name} was not ready in time.\n${lastWords(options.logFile)}`);
    }
    await delay(100);
  }
  return running;
}

async function endOf(child: ReturnType<typeof spawn>): Promise<string> {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function lastWords(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-8);
  return `The end of ${logFile}:\n${lines.map((line) => `    ${line}`).join('\n')}`;
}
