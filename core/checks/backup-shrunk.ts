import { bad, type Finding, good, unknown } from '../verdict.ts';

/** The newest two backups of a place; null where there are not so many. */
export interface LastTwoBackups {
  readonly newest: SizedBackup | null;
  readonly before: SizedBackup | null;
}

interface SizedBackup {
  readonly name: string;
  readonly sizeBytes: number;
  readonly at: number;
}

/** Whoever writes one has most often written something within this time. */
const BEING_WRITTEN_MS = 2 * 60_000;

/** Is the newest backup smaller than this share of the one before? A single one has nothing to shrink from. */
export function backupShrunk({ newest, before }: LastTwoBackups, ratio: number, now: number): Finding {
  if (newest === null || before === null) return good;
  if (newest.sizeBytes >= ratio * before.sizeBytes) return good;
  const sizes = `${newest.name} has ${newest.sizeBytes} bytes, ${before.name} had ${before.sizeBytes}`;
  if (now - newest.at < BEING_WRITTEN_MS) return unknown('ambiguous', `${sizes}; it may still be written`);
  return bad(sizes, newest.at);
}
