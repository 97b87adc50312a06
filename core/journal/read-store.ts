import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { JournalRow } from './chain.ts';
import { CHECKPOINT } from './checkpoint.ts';
import { createJournalVerifier, type JournalVerdict } from './verify-journal.ts';

/** The remediator's store, of which the journal is a part, in its folder. */
export const STORE_FILE = 'remediator.sqlite';

const AT_ONCE = 2_000;

/** The journal of a store as it was at one moment, whoever writes to it meanwhile. */
export interface JournalSnapshot {
  readonly newestCheckpoint: Pick<JournalRow, 'seq' | 'record'> | null;
  /** In the order of their numbers. */
  rows(): Iterable<JournalRow>;
  /** The newest ones, oldest first. */
  last(count: number): JournalRow[];
  close(): void;
}

/** The store cannot be read; the message names it, and what to do. */
export class JournalReadError extends Error {}

/** @throws JournalReadError when the file cannot be read, or holds no journal that is chained */
export function openJournal(file: string): JournalSnapshot {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { readOnly: true });
    return snapshotOf(db);
  } catch (error) {
    db?.close();
    throw unreadableStore(file, error);
  }
}

/** Why a store cannot be read, with the cure. */
export function unreadableStore(file: string, error: unknown): JournalReadError {
  const why = error instanceof Error ? error.message : String(error);
  return new JournalReadError(
    `${file} cannot be read (${why}); run this as the user of the remediator, or correct remediator.data_dir`,
    { cause: error },
  );
}

function snapshotOf(db: DatabaseSync): JournalSnapshot {
  db.exec('BEGIN');
  const columns = 'seq, at, kind, record, hash';
  const checkpoint = db
    .prepare(`SELECT ${columns} FROM journal WHERE kind = ? ORDER BY seq DESC LIMIT 1`)
    .get(CHECKPOINT);
  return {
    newestCheckpoint: checkpoint === undefined ? null : rowOf(checkpoint),
    *rows() {
      const page = db.prepare(`SELECT ${columns} FROM journal WHERE seq > ? ORDER BY seq LIMIT ${AT_ONCE}`);
      for (let after = 0; ; ) {
        const rows = page.all(after).map(rowOf);
        yield* rows;
        const last = rows.at(-1);
        if (last === undefined) return;
        after = last.seq;
      }
    },
    last: (count) =>
      db.prepare(`SELECT ${columns} FROM journal ORDER BY seq DESC LIMIT ?`).all(count).map(rowOf).reverse(),
    close: () => db.close(),
  };
}

/** Checks the journal of a store a little at a time, so that whoever waits for nothing else is not held up. */
export async function verifyStore(file: string, key: string): Promise<JournalVerdict> {
  const journal = openJournal(file);
  try {
    const verifier = createJournalVerifier(key, journal.newestCheckpoint);
    let seen = 0;
    for (const row of journal.rows()) {
      if (!verifier.add(row)) break;
      seen += 1;
      if (seen % AT_ONCE === 0) await setImmediate();
    }
    return verifier.end();
  } finally {
    journal.close();
  }
}

const rowOf = (row: Record<string, unknown>): JournalRow => ({
  seq: Number(row['seq']),
  at: Number(row['at']),
  kind: String(row['kind']),
  record: String(row['record']),
  // A record that was never linked fits nowhere.
  hash: String(row['hash'] ?? ''),
});
