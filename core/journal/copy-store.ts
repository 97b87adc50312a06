import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { unreadableStore } from './read-store.ts';

/** The copy could not be written; the message names it, and what to do. */
export class CopyError extends Error {}

/**
 * Copies a store as it is at one moment, whoever writes to it meanwhile: one whole file, on disk on return, which only
 * its owner can read. What is there already is never overwritten.
 *
 * @throws CopyError or JournalReadError
 */
export function copyStore(from: string, to: string): void {
  const store = openToRead(from);
  try {
    // Made by us alone: SQLite would follow a link that somebody else has put there.
    closeSync(openSync(to, 'wx', 0o600));
    store.prepare('VACUUM INTO ?').run(to);
    flush(to);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EEXIST')
      throw new CopyError(`${to} is there already; name a file that is not`, { cause: error });
    rmSync(to, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new CopyError(`${to} cannot be written (${why}); name another place, or make room`, {
      cause: error,
    });
  } finally {
    store.close();
  }
}

function openToRead(file: string): DatabaseSync {
  try {
    const store = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    store.prepare('SELECT count(*) FROM sqlite_schema').get();
    return store;
  } catch (error) {
    throw unreadableStore(file, error);
  }
}

function flush(file: string): void {
  const copy = openSync(file, 'r');
  fsyncSync(copy);
  closeSync(copy);
}
