import type { ChildProcess } from 'node:child_process';
import { parseJson } from '../parse-json.ts';
import { Pm2Error } from './pm2-error.ts';
import type { Pm2Process } from './process.ts';
import { parseProcessList } from './process-list.ts';

const { execFile } = process.getBuiltinModule('node:child_process');

export interface CommandOptions {
  /** A program and its arguments, as in `['sudo', '-u', 'vizora', 'pm2']`; never a shell. */
  readonly command: readonly string[];
  /** The daemon's `PM2_HOME`. */
  readonly home: string;
  /** Ours, of which the command is given only what it needs. */
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
}

/** The list holds the environment of every process, though none of it is read. */
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
const KILL_AFTER_MS = 2_000;
const LONGEST_COMPLAINT = 200;

/**
 * Lists what PM2 runs through its own command line, one command at a time. `pm2 jlist` starts a daemon where none runs,
 * so it may be asked only where there is one.
 *
 * @throws Pm2Error; of the output nothing but the list is ever told, since it holds secrets
 */
export function listByCommand(options: CommandOptions): () => Promise<readonly Pm2Process[]> {
  let running = false;
  return async () => {
    if (running) throw new Pm2Error('silence', 'the last pm2 jlist has not ended yet');
    const output = run(options, () => {
      running = false;
    });
    running = true;
    return readList(await output);
  };
}

/** @param onEnd called when the program has ended, which may be long after we have stopped waiting for it */
function run(options: CommandOptions, onEnd: () => void): Promise<string> {
  const { timeoutMs } = options;
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = start(options, (error, stdout) => (error === null ? resolve(stdout) : reject(error)));
  let killer: NodeJS.Timeout | undefined;
  const giveUp = setTimeout(() => {
    reject(new Pm2Error('silence', `pm2 jlist did not end within ${timeoutMs} ms`));
    // What runs as another user may not be ours to kill, and must not hold us; sudo passes on the first signal only.
    child.kill('SIGTERM');
    killer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS).unref();
    child.stdout?.destroy();
    child.stderr?.destroy();
    child.unref();
  }, timeoutMs);
  const ended = () => {
    clearTimeout(killer);
    onEnd();
  };
  child.once('exit', ended);
  child.once('error', () => {
    if (child.pid === undefined) ended();
  });
  return promise.finally(() => clearTimeout(giveUp));
}

function start(
  { command, home, env }: CommandOptions,
  done: (error: Pm2Error | null, stdout: string) => void,
): ChildProcess {
  const [program = '', ...args] = command;
  const { PATH, HOME, USER, LANG } = env;
  return execFile(
    program,
    [...args, 'jlist'],
    { env: { PATH, HOME, USER, LANG, PM2_HOME: home }, cwd: '/', maxBuffer: MAX_OUTPUT_BYTES },
    (error, stdout, stderr) => done(error === null ? null : failure(program, error, stderr), stdout),
  );
}

/** The error itself is not told on: it carries all that was printed. */
function failure(program: string, error: { code?: number | string | null }, stderr: string): Pm2Error {
  const [complaint = ''] = stderr.trim().split('\n');
  if (typeof error.code === 'string') {
    return new Pm2Error(
      'connection',
      `${program} cannot be run (${error.code}); is processes.pm2_command right?`,
    );
  }
  return new Pm2Error(
    'refused',
    `pm2 jlist failed (${error.code ?? 'killed'}): ${complaint.slice(0, LONGEST_COMPLAINT)}`,
  );
}

/** PM2 may print lines before the list: that it is out of date, that it is new here, that it starts a daemon. */
function readList(output: string): readonly Pm2Process[] {
  const lines = output.split('\n').map((text) => ({ text, value: asList(text) }));
  const list = lines.findLast(({ value }) => Array.isArray(value))?.value;
  if (lines.some(({ text, value }) => value === undefined && text.includes('Spawning PM2 daemon'))) {
    throw new Pm2Error('no_daemon', 'there was no PM2 daemon, and pm2 jlist has started an empty one');
  }
  if (list === undefined) throw new Pm2Error('unexpected_answer', 'pm2 jlist printed no list');
  return parseProcessList(list);
}

const asList = (line: string): unknown => (line.startsWith('[') ? parseJson(line) : undefined);
