import { bad, type Finding, good, unknown } from '../verdict.ts';
import { mayBeWritten } from './may-be-written.ts';

/** The newest backup of a place, and what its checksum says, where it has one. */
export interface NewestBackup {
  readonly newest: { readonly name: string; readonly sizeBytes: number; readonly at: number } | null;
  readonly checksum: 'absent' | 'pending' | 'verified' | 'mismatched' | 'unreadable';
}

/** Further than this ahead of our clock, the time of a file says nothing about its age. */
const AHEAD_MS = 10 * 60_000;

/**
 * Is there no backup that could be used: none at all, none that is young enough, an empty one, or one that its own
 * checksum contradicts? Only what can be proved is unusable: a checksum that is still being compared makes it unknown.
 *
 * @param after how old it may be, in ms
 */
export function backupStale({ newest, checksum }: NewestBackup, after: number, now: number): Finding {
  if (newest === null) return bad('there is none');
  const written = `${newest.name}, written at ${new Date(newest.at).toISOString()}`;
  if (newest.at > now + AHEAD_MS) return unknown('ambiguous', `${written}, which is yet to come`);
  if (now - newest.at > after) return bad(`the newest is ${written}`, newest.at + after);
  if (newest.sizeBytes === 0) {
    if (mayBeWritten(newest, now))
      return unknown('ambiguous', `${written}, is empty; it may still be written`);
    return bad(`${written}, is empty`, newest.at);
  }
  if (checksum === 'mismatched') return bad(`${written}, is not what its checksum says`);
  if (checksum === 'pending') return unknown('detail_unknown', `${newest.name} is being compared`);
  if (checksum === 'unreadable') return unknown('not_readable', `${newest.name} or its checksum`);
  return good;
}
