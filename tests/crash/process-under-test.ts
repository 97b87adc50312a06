import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { TOKEN } from '../../remediator/bench.test-support.ts';
import type { FromChild, ToChild } from './child.ts';
import { runFolder } from './run-folder.ts';
import type { Sending } from './sending.ts';
import { type Line, type WorldLog, worldLog } from './world-log.ts';

/** A process in which remediators live, one after the other; after a kill there is a new one. */
export interface ProcessUnderTest {
  /**
   * @returns the moments that passed until the plan ended, null when it was killed as the plan wants it
   * @throws Error when it ended by itself, or somebody else ended it
   */
  live(folder: string, life: number): Promise<readonly string[] | null>;
  end(): Promise<void>;
}

const CHILD = join(import.meta.dirname, 'child.ts');
/** A life takes a second or two. */
const LONGEST_LIFE_MS = 120_000;
/** Lives are short: collecting what they leave costs more than the memory. */
const NODE_OPTIONS = ['--max-semi-space-size=64'];

/** @param cacheFolder where compiled code is kept, so that not every process compiles it again */
export function processUnderTest(cacheFolder: string): ProcessUnderTest {
  let running: Running | null = null;

  function start(): Running {
    const child = fork(CHILD, {
      execArgv: NODE_OPTIONS,
      env: { ...process.env, NODE_COMPILE_CACHE: cacheFolder },
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    let complaints = '';
    child.stderr?.on('data', (text: Buffer) => {
      complaints += text;
    });
    return { child, complaints: () => complaints };
  }

  return {
    async live(folder, life) {
      running ??= start();
      const here = running;
      // Whoever fails is of no use for the next life.
      running = null;
      const passed = await liveIn(here, folder, life);
      if (passed !== null) running = here;
      return passed;
    },
    async end() {
      if (!running?.child.connected) return;
      const ended = once(running.child, 'exit');
      running.child.disconnect();
      await ended;
    },
  };
}

interface Running {
  readonly child: ChildProcess;
  complaints(): string;
}

function liveIn(
  { child, complaints }: Running,
  folder: string,
  life: number,
): Promise<readonly string[] | null> {
  const log = worldLog(runFolder(folder).log);
  let answer: Promise<Line> | null = null;
  const say = (message: ToChild) => {
    if (child.connected) child.send(message, () => undefined);
  };
  const ownEnd = () => {
    const how = child.signalCode ?? child.exitCode;
    return new Error(`it ended, and not as planned (${how}): ${complaints()}`);
  };
  if (child.exitCode !== null || child.signalCode !== null) return Promise.reject(ownEnd());
  const patience = setTimeout(() => child.kill('SIGTERM'), LONGEST_LIFE_MS);

  const ended = new Promise<readonly string[] | null>((resolve, reject) => {
    child.on('message', async (message: FromChild) => {
      if ('passed' in message) return resolve(message.passed);
      answer = send(message.send);
      say({ answer: await answer });
    });
    child.once('close', async () => {
      // A kill from elsewhere would lead to lives that no plan has, and nobody would notice.
      if (killsIn(log) !== life + 1) return reject(ownEnd());
      if (answer !== null) noteUnlessNoted(log, await answer);
      resolve(null);
    });
  });
  say({ folder, life });
  return ended.finally(() => {
    clearTimeout(patience);
    child.removeAllListeners('message').removeAllListeners('close');
  });
}

const killsIn = (log: WorldLog): number => log.read().filter(({ what }) => what === 'killed').length;

/** Who was killed may not have noted the last answer that it caused. */
function noteUnlessNoted(log: WorldLog, answer: Line): void {
  const text = JSON.stringify(answer);
  if (!log.read().some((line) => JSON.stringify(line) === text)) log.append(answer);
}

const HEADERS = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };

async function send({ url, path, body, hashFrom, n, at }: Sending): Promise<Line> {
  try {
    const seen = hashFrom === undefined ? {} : { hash: await hashAt(`${url}${hashFrom}`) };
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: HEADERS,
      body: JSON.stringify({ ...body, ...seen }),
    });
    await response.arrayBuffer();
    return { at, what: 'answer', n, status: response.status };
  } catch {
    // It was killed before it answered, and that is what the sender sees.
    return { at, what: 'answer', n, status: null };
  }
}

/** Where there is nothing to see, the person names what no plan has. */
async function hashAt(url: string): Promise<string> {
  const response = await fetch(url, { headers: HEADERS });
  const { hash } = (await response.json()) as { hash?: string };
  return hash ?? '0'.repeat(64);
}
