import { redactText } from './redact-text.ts';

const { spawn } = process.getBuiltinModule('node:child_process');

export interface CommandOptions {
  /** A program and its arguments; never a shell, and nothing that came from outside. */
  readonly argv: readonly string[];
  /** Ours, of which the program is given only what it needs to be found and to speak. */
  readonly env: NodeJS.ProcessEnv;
  /** In ms; then the program is killed with all that it has started. */
  readonly within: number;
}

/** How a program ended, with the beginning of what it said last, on one line and with secrets redacted. */
export type CommandEnd =
  | { readonly how: 'exited'; readonly code: number; readonly said: string }
  | { readonly how: 'killed'; readonly signal: NodeJS.Signals; readonly said: string }
  | { readonly how: 'too_late'; readonly said: string }
  | { readonly how: 'not_started'; readonly said: string };

/** Of both streams, from the end. */
const KEPT_CHARACTERS = 4_096;
const TOLD_CHARACTERS = 200;

/** Runs a program of the operator's own, as the leader of a group of processes that is ended as one. Never throws. */
export function runCommand({ argv, env, within }: CommandOptions): Promise<CommandEnd> {
  const [program = '', ...args] = argv;
  const { PATH, HOME, USER, LANG } = env;
  const { promise, resolve } = Promise.withResolvers<CommandEnd>();
  let output = '';
  const said = () => lastWordsOf(output);
  const child = spawn(program, args, {
    cwd: '/',
    env: { PATH, HOME, USER, LANG },
    // A group of its own.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const endAll = () => {
    if (child.pid !== undefined) killGroup(child.pid);
  };
  const timer = setTimeout(() => {
    endAll();
    resolve({ how: 'too_late', said: said() });
    // What has left the group may hold them, and must not hold us.
    child.stdout.destroy();
    child.stderr.destroy();
    child.unref();
  }, within);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-KEPT_CHARACTERS);
    });
  }
  child.once('error', (error: NodeJS.ErrnoException) => {
    clearTimeout(timer);
    resolve({ how: 'not_started', said: error.code ?? error.message });
  });
  // It has said its word: what it left behind ends with it.
  child.once('exit', endAll);
  child.once('close', (code, signal) => {
    clearTimeout(timer);
    resolve(
      signal === null
        ? { how: 'exited', code: code ?? 1, said: said() }
        : { how: 'killed', signal, said: said() },
    );
  });
  return promise;
}

/** What is gone already, and what runs as somebody else, cannot be ended by us. */
function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

function lastWordsOf(output: string): string {
  const line = output
    .split('\n')
    .map((text) => text.trim())
    .findLast((text) => text !== '');
  return redactText(line ?? '').slice(0, TOLD_CHARACTERS);
}
