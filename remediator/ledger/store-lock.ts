import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LedgerError } from './ledger-error.ts';

export interface StoreLock {
  release(): void;
}

/**
 * Makes this process the only remediator on a data folder. The lock is an exclusive transaction on an empty
 * database beside the ledger: the operating system drops it with the process, however that ends, and the
 * ledger itself stays readable for others.
 *
 * @throws LedgerError when another process holds it
 */
export function lockStore(dataDir: string): StoreLock {
  const holder = join(dataDir, 'remediator.pid');
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(join(dataDir, 'remediator.lock'));
    lock.exec('BEGIN EXCLUSIVE');
    writeFileSync(holder, `${process.pid}\n`);
  } catch (error) {
    if (lock?.isOpen) lock.close();
    const busy = error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
    const explanation = busy
      ? `another remediator works on ${dataDir}${whoHolds(holder)}: stop it first, or give this one its own remediator.data_dir`
      : `remediator.data_dir: nothing can be written in ${dataDir} (${error instanceof Error ? error.message : error}); make it writable for this user, and see that the disk is not full`;
    throw new LedgerError(explanation, { cause: error });
  }
  const held = lock;
  return {
    release() {
      if (held.isOpen) held.close();
    },
  };
}

const SQLITE_BUSY = 5;

function whoHolds(file: string): string {
  try {
    return ` (process ${readFileSync(file, 'utf8').trim()})`;
  } catch {
    // Only the message is poorer without it.
    return '';
  }
}
