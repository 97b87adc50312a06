import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedRequest } from '../app/request-log.ts';

export interface NumberedRequest extends Omit<RecordedRequest, 'at_ms'> {
  /** From 1, without gaps, in the order in which requests were answered. */
  readonly seq: number;
}

export interface RequestMerger {
  /** At most `limit` requests whose number is above `after`; reads what the apps have written by now. */
  after(seq: number, limit: number): NumberedRequest[];
}

/** What is kept; older requests are forgotten here and remain in the files. */
const KEPT = 200_000;

/** Merges the apps' request files into one numbered list. */
export function mergeRequests(folder: string): RequestMerger {
  const kept: NumberedRequest[] = [];
  const tails = new Map<string, Tail>();
  let next = 1;

  const read = () => {
    const fresh: RecordedRequest[] = [];
    for (const name of filesIn(folder)) {
      const tail = tails.get(name) ?? openTail(join(folder, name));
      tails.set(name, tail);
      for (const line of tail.newLines()) fresh.push(JSON.parse(line) as RecordedRequest);
    }
    fresh.sort((a, b) => a.at_ms - b.at_ms);
    for (const { at_ms: _, ...request } of fresh) kept.push({ seq: next++, ...request });
    if (kept.length > KEPT) kept.splice(0, kept.length - KEPT);
  };

  return {
    after(seq, limit) {
      read();
      const first = kept[0]?.seq ?? next;
      const start = Math.max(0, seq + 1 - first);
      return kept.slice(start, start + limit);
    },
  };
}

interface Tail {
  newLines(): string[];
}

const CHUNK = 64 * 1024;

function openTail(file: string): Tail {
  let position = 0;
  let rest = Buffer.alloc(0);
  return {
    newLines() {
      const descriptor = openSync(file, 'r');
      try {
        const chunks = [rest];
        for (;;) {
          const chunk = Buffer.alloc(CHUNK);
          const got = readSync(descriptor, chunk, 0, CHUNK, position);
          if (got === 0) break;
          position += got;
          chunks.push(chunk.subarray(0, got));
        }
        const all = Buffer.concat(chunks);
        const end = all.lastIndexOf(0x0a);
        rest = all.subarray(end + 1);
        return end === -1 ? [] : all.subarray(0, end).toString('utf8').split('\n');
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
