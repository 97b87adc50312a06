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
  const lock = new DatabaseSync(join(dataDir, 'remediator.lock'));
  const holder = join(dataDir, 'remediator.pid');
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw new LedgerError(
      `another remediator works on ${dataDir}${whoHolds(holder)}: stop it first, or give this one its own remediator.data_dir`,
      { cause: error },
    );
  }
  writeFileSync(holder, `${process.pid}\n`);
  return {
    release() {
      if (lock.isOpen) lock.close();
    },
  };
}

function whoHolds(file: string): string {
  try {
    return ` (process ${readFileSync(file, 'utf8').trim()})`;
  } catch {
    // Only the message is poorer without it.
    return '';
  }
}
