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
   * @returns the moments that passed until the plan ended, null when it was killed
   * @throws Error when it ended by itself
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
  let child: ChildProcess | null = null;

  return {
    async live(folder, life) {
      child ??= fork(CHILD, {
        execArgv: NODE_OPTIONS,
        env: { ...process.env, NODE_COMPILE_CACHE: cacheFolder },
        stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
      });
      const passed = await liveIn(child, folder, life);
      if (passed === null) child = null;
      return passed;
    },
    async end() {
      if (!child?.connected) return;
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

function liveIn(child: ChildProcess, folder: string, life: number): Promise<readonly string[] | null> {
  const log = worldLog(runFolder(folder).log);
  let answer: Promise<Line> | null = null;
  let complaint = '';
  const say = (message: ToChild) => {
    if (child.connected) child.send(message, () => undefined);
  };
  const listenToComplaints = (text: Buffer) => {
    complaint += text;
  };
  child.stderr?.on('data', listenToComplaints);
  const patience = setTimeout(() => child.kill('SIGTERM'), LONGEST_LIFE_MS);

  const ended = new Promise<readonly string[] | null>((resolve, reject) => {
    child.on('message', async (message: FromChild) => {
      if ('passed' in message) return resolve(message.passed);
      answer = send(message.send);
      say({ answer: await answer });
    });
    child.once('close', async (code, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`it ended by itself (${signal ?? code}): ${complaint}`));
      if (answer !== null) noteUnlessNoted(log, await answer);
      resolve(null);
    });
  });
  say({ folder, life });
  return ended.finally(() => {
    clearTimeout(patience);
    child.removeAllListeners('message').removeAllListeners('close');
    child.stderr?.off('data', listenToComplaints);
  });
}

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
