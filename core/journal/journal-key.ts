import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const SHORTEST = 32;

/** The key lies elsewhere than it is looked for, or is none; the message says what to do. */
export class JournalKeyError extends Error {}

/** Where the key lies unless the configuration names another place. */
export const defaultKeyFile = (dataDir: string): string => join(dataDir, 'journal.key');

/** The key with which the journal is chained. @throws JournalKeyError */
export function readJournalKey(file: string): string {
  let key: string;
  try {
    key = readFileSync(file, 'utf8').trim();
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new JournalKeyError(
      `remediator.journal_key_file: cannot read ${file} (${why}); correct the path, or put the key there that the journal was written with`,
    );
  }
  if (key.length >= SHORTEST) return key;
  throw new JournalKeyError(
    `remediator.journal_key_file: ${file} holds fewer than ${SHORTEST} characters; make a key with: openssl rand -hex 32`,
  );
}

/**
 * Makes a key where there is none yet, whole and on disk on return: without it nobody could say any more whether what
 * is chained with it was changed.
 *
 * @returns whether one was made
 */
export function ensureJournalKey(file: string): boolean {
  if (existsSync(file)) return false;
  const unnamed = `${file}.new`;
  // What a crash left, or what somebody put there to have the key written elsewhere.
  rmSync(unnamed, { force: true });
  writeFileSync(unnamed, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true, flag: 'wx' });
  renameSync(unnamed, file);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
  return true;
}
