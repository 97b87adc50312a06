import { chmodSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { STORE_FILE } from '../../core/journal/read-store.ts';
import { LedgerError } from './ledger-error.ts';
import { APPLICATION_ID, MIGRATIONS } from './migrations.ts';
import { lockStore } from './store-lock.ts';

export interface Store {
  readonly db: DatabaseSync;
  readonly file: string;
  /** Runs `work` as one transaction that is on disk when this returns; inside another one it joins that. */
  transaction<T>(work: () => T): T;
  /** As the live connection says: `wal` and 2 (FULL). */
  durability(): { readonly journalMode: string; readonly synchronous: number };
  close(): void;
}

/**
 * Opens the one file in which the remediator keeps what must survive, alone.
 *
 * @throws LedgerError when it is in use, damaged, newer than this program, or cannot be made durable: never
 * with a silent new file in its place, since attempts and budgets are counted in it
 */
export function openStore(dataDir: string): Store {
  makeFolder(dataDir);
  const file = join(dataDir, STORE_FILE);
  refuseForeignHands(dataDir, file);
  const lock = lockStore(dataDir);
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { timeout: 5_000 });
    chmodSync(file, 0o600);
    prepare(db, file);
    return storeOver(db, file, lock.release);
  } catch (error) {
    if (db?.isOpen) db.close();
    lock.release();
    throw error instanceof LedgerError ? error : damaged(file, error);
  }
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new LedgerError(
      `remediator.data_dir: cannot make the folder ${dataDir} (${reasonOf(error)}); create it for the user of the remediator, or name another`,
      { cause: error },
    );
  }
}

/** What others may put there could be a store of their making, and what a link leads to is not ours to change. */
function refuseForeignHands(dataDir: string, file: string): void {
  if ((statSync(dataDir).mode & 0o002) !== 0) {
    throw new LedgerError(
      `remediator.data_dir: every user of this machine may write in ${dataDir}; chmod 700 it, after looking at what is in there`,
    );
  }
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  throw new LedgerError(`${file} is a link; name the folder that it leads to as remediator.data_dir`);
}

function prepare(db: DatabaseSync, file: string): void {
  const health = db.prepare('PRAGMA quick_check(1)').get();
  if (health?.['quick_check'] !== 'ok') throw damaged(file, health?.['quick_check']);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  const { journalMode, synchronous } = durabilityOf(db);
  if (journalMode !== 'wal' || synchronous !== 2) {
    throw new LedgerError(
      `${file} cannot be kept durable here (journal_mode ${journalMode}, synchronous ${synchronous}); put remediator.data_dir on a local disk`,
    );
  }
  migrate(db, file);
}

function migrate(db: DatabaseSync, file: string): void {
  const version = numberOf(db, 'user_version');
  const owner = numberOf(db, 'application_id');
  const empty = db.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.['tables'] === 0;
  if (!empty && owner !== APPLICATION_ID) {
    throw new LedgerError(`${file} belongs to another program; name another remediator.data_dir`);
  }
  if (version > MIGRATIONS.length) {
    throw new LedgerError(
      `${file} was written by a newer version (schema ${version}, this program knows ${MIGRATIONS.length}); upgrade the program, or restore an older copy of the file`,
    );
  }
  for (const [index, statements] of MIGRATIONS.entries()) {
    if (index < version) continue;
    db.exec(
      `BEGIN IMMEDIATE; ${statements}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${index + 1}; COMMIT`,
    );
  }
}

function storeOver(db: DatabaseSync, file: string, release: () => void): Store {
  return {
    db,
    file,
    transaction(work) {
      if (db.isTransaction) return work();
      db.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        db.exec('COMMIT');
        return result;
      } catch (error) {
        // SQLite has rolled back by itself after some errors, such as a full disk.
        if (db.isTransaction) db.exec('ROLLBACK');
        throw error;
      }
    },
    durability: () => durabilityOf(db),
    close() {
      if (db.isOpen) db.close();
      release();
    },
  };
}

function durabilityOf(db: DatabaseSync): { journalMode: string; synchronous: number } {
  const journalMode = String(db.prepare('PRAGMA journal_mode').get()?.['journal_mode']);
  return { journalMode, synchronous: numberOf(db, 'synchronous') };
}

const numberOf = (db: DatabaseSync, pragma: string) =>
  Number(db.prepare(`PRAGMA ${pragma}`).get()?.[pragma] ?? Number.NaN);

function damaged(file: string, cause: unknown): LedgerError {
  return new LedgerError(
    `${file} cannot be read (${reasonOf(cause)}). It counts what was already done, so it is not replaced by itself: restore a copy, or, accepting that attempts and budgets begin anew, move it aside together with its -wal and -shm files and start again`,
    { cause },
  );
}

const reasonOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));
