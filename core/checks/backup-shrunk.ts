import { bad, type Finding, good, unknown } from '../verdict.ts';
import { mayBeWritten } from './may-be-written.ts';

/** The newest backup of a place, null where there is none, and those before it, newest first. */
export interface LastBackups {
  readonly newest: SizedBackup | null;
  readonly before: readonly SizedBackup[];
}

interface SizedBackup {
  readonly name: string;
  readonly sizeBytes: number;
  readonly at: number;
}

/**
 * Is the newest backup empty, or smaller than this share of the largest one before it? Not of the last one: what is cut
 * off tonight is as small tomorrow, and no better for it. A single one has nothing to shrink from.
 */
export function backupShrunk({ newest, before }: LastBackups, ratio: number, now: number): Finding {
  if (newest === null) return good;
  const largest = before.reduce((most, one) => (one.sizeBytes > most.sizeBytes ? one : most), newest);
  const isShrunk = ({ sizeBytes }: SizedBackup) => sizeBytes === 0 || sizeBytes < ratio * largest.sizeBytes;
  if (!isShrunk(newest)) return good;
  const sizes = describe(newest, largest);
  if (mayBeWritten(newest, now)) return unknown('ambiguous', `${sizes}; it may still be written`);
  const sound = before.findIndex((one) => !isShrunk(one));
  const since = before.slice(0, sound < 0 ? undefined : sound).at(-1) ?? newest;
  return bad(sizes, since.at);
}

function describe(newest: SizedBackup, largest: SizedBackup): string {
  if (newest.sizeBytes === 0) return `${newest.name} is empty`;
  return `${newest.name} has ${newest.sizeBytes} bytes, ${largest.name} had ${largest.sizeBytes}`;
}
