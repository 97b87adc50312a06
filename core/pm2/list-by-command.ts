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
    running = true;
    const output = await run(options, () => {
      running = false;
    });
    return readList(output);
  };
}

/** @param onEnd called when the program has ended, which may be long after we have stopped waiting for it */
function run({ command, home, env, timeoutMs }: CommandOptions, onEnd: () => void): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const [program = '', ...args] = command;
  const { PATH, HOME, USER, LANG } = env;
  const child = execFile(
    program,
    [...args, 'jlist'],
    { env: { PATH, HOME, USER, LANG, PM2_HOME: home }, cwd: '/', maxBuffer: MAX_OUTPUT_BYTES },
    (error, stdout, stderr) => (error === null ? resolve(stdout) : reject(failure(program, error, stderr))),
  );
  const timers: NodeJS.Timeout[] = [];
  const later = (ms: number, act: () => void): NodeJS.Timeout => {
    const timer = setTimeout(act, ms);
    timers.push(timer);
    return timer;
  };
  later(timeoutMs, () => {
    reject(new Pm2Error('silence', `pm2 jlist did not end within ${timeoutMs} ms`));
    // What runs as another user may not be ours to kill, and must not hold us; sudo passes on the first signal only.
    child.kill('SIGTERM');
    child.stdout?.destroy();
    child.stderr?.destroy();
    child.unref();
    later(KILL_AFTER_MS, () => child.kill('SIGKILL')).unref();
  });
  const ended = () => {
    for (const timer of timers) clearTimeout(timer);
    onEnd();
  };
  child.once('exit', ended);
  child.once('error', () => {
    if (child.pid === undefined) ended();
  });
  return promise;
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
  const lines = output.split('\n');
  const list = lines.toReversed().map(asList).find(Array.isArray);
  if (lines.some((line) => asList(line) === undefined && line.includes('Spawning PM2 daemon'))) {
    throw new Pm2Error('no_daemon', 'there was no PM2 daemon, and pm2 jlist has started an empty one');
  }
  if (list === undefined) throw new Pm2Error('unexpected_answer', 'pm2 jlist printed no list');
  return parseProcessList(list);
}

const asList = (line: string): unknown => (line.startsWith('[') ? parseJson(line) : undefined);
