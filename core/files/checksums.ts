import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Backup } from './backup.ts';

/**
 * What the checksum beside a backup says: there is none, it is still being compared, it fits, it does not, or file
 * or checksum cannot be read.
 */
export type Checksum = 'absent' | 'pending' | 'verified' | 'mismatched' | 'unreadable';

export interface ChecksumsOptions {
  /** How long who asks waits for a comparison, in ms; default 2 s. */
  readonly patienceMs?: number;
  /** How long one comparison may take, in ms; default an hour. */
  readonly timeoutMs?: number;
}

/** Compares backups with what stands in `<file>.sha256`. */
export interface Checksums {
  /** What is known by now. A file that is new or has changed is read whole, once, however often it is asked for. */
  of(directory: string, backup: Backup): Promise<Checksum>;
  /** Breaks off what is being read, and reads nothing any more. */
  close(): void;
}

interface Comparison {
  readonly key: string;
  readonly stop: AbortController;
  readonly outcome: Promise<Checksum>;
}

const PATIENCE_MS = 2_000;
const TIMEOUT_MS = 3_600_000;
/** A step of reading, and so of hashing, during which nothing else is done. */
const STEP_BYTES = 256 * 1024;

export function createChecksums(options: ChecksumsOptions = {}): Checksums {
  const { patienceMs = PATIENCE_MS, timeoutMs = TIMEOUT_MS } = options;
  const closing = new AbortController();
  let current: Comparison | null = null;

  function begin(key: string, path: string, backup: Backup, expected: string): Comparison {
    const stop = new AbortController();
    const signal = AbortSignal.any([closing.signal, stop.signal, AbortSignal.timeout(timeoutMs)]);
    return { key, stop, outcome: compare(path, backup, expected, signal) };
  }

  return {
    async of(directory, backup) {
      const path = join(directory, backup.name);
      const expected = await expectedSum(path);
      if (expected === 'absent' || expected === 'unreadable') return expected;
      const key = JSON.stringify([path, backup.sizeBytes, backup.at, expected]);
      if (current?.key !== key) {
        current?.stop.abort();
        current = begin(key, path, backup, expected);
      }
      const asked = current;
      const patience = delay(patienceMs, 'pending' as const, { ref: false });
      const outcome = await Promise.race([asked.outcome, patience]);
      // It may be readable the next time.
      if (outcome === 'unreadable' && current === asked) current = null;
      return outcome;
    },
    close: () => closing.abort(),
  };
}

/** As `sha256sum` writes it, with or without names, of one file or of many. */
const LINE = /^\\?([0-9a-f]{64})(?:\s+\*?(.+))?$/i;

async function expectedSum(path: string): Promise<string | 'absent' | 'unreadable'> {
  let text: string;
  try {
    text = await readFile(`${path}.sha256`, 'utf8');
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'absent' : 'unreadable';
  }
  for (const line of text.split('\n')) {
    const [, sum, name] = LINE.exec(line.trim()) ?? [];
    if (sum !== undefined && (name === undefined || basename(name) === basename(path)))
      return sum.toLowerCase();
  }
  return 'unreadable';
}

async function compare(
  path: string,
  backup: Backup,
  expected: string,
  signal: AbortSignal,
): Promise<Checksum> {
  const hash = createHash('sha256');
  try {
    for await (const step of createReadStream(path, { highWaterMark: STEP_BYTES, signal })) hash.update(step);
    const { size, mtimeMs } = await stat(path);
    // What was written meanwhile is another file, of which nothing is known.
    if (size !== backup.sizeBytes || mtimeMs !== backup.at) return 'unreadable';
  } catch {
    // Not ours to read, gone, or not done in time: why makes no difference to what is known.
    return 'unreadable';
  }
  return hash.digest('hex') === expected ? 'verified' : 'mismatched';
}
