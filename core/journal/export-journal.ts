import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { JournalRow } from './chain.ts';
import { CHECKPOINT } from './checkpoint.ts';
import { type JournalVerdict, verifyJournal } from './verify-journal.ts';

const Line = z.strictObject({
  seq: z.int().min(1),
  at: z.int(),
  kind: z.string(),
  record: z.string(),
  hash: z.string(),
});
const End = z.strictObject({ records: z.int().min(0), head: z.string(), seal: z.string() });

const lineOf = ({ seq, at, kind, record, hash }: JournalRow): string =>
  JSON.stringify({ seq, at, kind, record, hash });

/** Seals every byte of the lines, also of what the chain does not hold: the links of those whose neighbours are gone. */
function createSeal(key: string) {
  const hmac = createHmac('sha256', key).update('export\n');
  let records = 0;
  let head = '';
  return {
    add(line: string, { hash }: Pick<JournalRow, 'hash'>): void {
      hmac.update(`${line}\n`);
      records += 1;
      head = hash;
    },
    end: (): string =>
      JSON.stringify({ records, head, seal: hmac.update(`end\n${records}\n${head}`).digest('hex') }),
  };
}

/** A journal as lines of JSON, one for each record, and a last one with count and head, so that a cut shows. */
export function* exportJournal(key: string, rows: Iterable<JournalRow>): Iterable<string> {
  const seal = createSeal(key);
  for (const row of rows) {
    const line = lineOf(row);
    seal.add(line, row);
    yield `${line}\n`;
  }
  yield `${seal.end()}\n`;
}

/** Checks an export: any byte that differs from what was exported is found. */
export function verifyExport(key: string, text: string): JournalVerdict {
  const lines = text.split('\n');
  if (lines.pop() !== '') return { intact: false, seq: 0, problem: 'the last line is not whole' };
  const last = lines.pop() ?? '';
  const rows: JournalRow[] = [];
  const seal = createSeal(key);
  for (const [index, line] of lines.entries()) {
    const row = parsed(Line, line);
    // Byte for byte: what JSON does not care about was not written so either.
    if (row === null || lineOf(row) !== line) {
      return {
        intact: false,
        seq: rows.at(-1)?.seq ?? 0,
        problem: `line ${index + 1} is not as it was written`,
      };
    }
    rows.push(row);
    seal.add(line, row);
  }
  const end = parsed(End, last);
  if (end === null || seal.end() !== last) {
    return { intact: false, seq: rows.at(-1)?.seq ?? 0, problem: 'the last line does not close this export' };
  }
  return verifyJournal(key, rows.findLast(({ kind }) => kind === CHECKPOINT) ?? null, rows);
}

function parsed<T>(schema: z.ZodType<T>, line: string): T | null {
  try {
    return schema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    // Not JSON: the caller says which line.
    return null;
  }
}
