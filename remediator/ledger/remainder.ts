import { setImmediate as turn } from 'node:timers/promises';
import { createKeptSum, type JournalRow } from '../../core/journal/chain.ts';
import { CHECKPOINT, type Checkpoint, readCheckpoint } from '../../core/journal/checkpoint.ts';
import { openJournal } from '../../core/journal/read-store.ts';
import { createJournalVerifier, type JournalVerdict } from '../../core/journal/verify-journal.ts';

export type BrokenJournal = Extract<JournalVerdict, { readonly intact: false }>;

/** What is left of the oldest records once some of them are forgotten. */
export interface Remainder {
  readonly intact: true;
  /** What a checkpoint has to say of it. */
  readonly says: Checkpoint;
  /** The checkpoint that said so before; null where there was none. */
  readonly replaces: number | null;
}

/** Records that are read before anything else has its turn. */
const AT_ONCE = 500;

/**
 * Reads what a checkpoint is to vouch for, once, a little at a time, as it was at one moment: what it then vouches for is
 * what was verified here, whatever anybody writes meanwhile.
 *
 * @param forgotten the numbers of the records that go, at least one
 * @returns what is wrong with the records up to the last of those, and up to the checkpoint that vouches for the first
 * @throws Error when it cannot be read
 */
export async function remainderOf(
  file: string,
  key: string,
  forgotten: ReadonlySet<number>,
): Promise<Remainder | BrokenJournal> {
  const journal = openJournal(file);
  try {
    const last = journal.newestCheckpoint;
    const earlier = last === null ? null : readCheckpoint(last.record);
    // Those behind an earlier checkpoint are no chain any more.
    const upto = [...forgotten].reduce((most, seq) => Math.max(most, seq), earlier?.upto ?? 0);
    const verifier = createJournalVerifier(key, last);
    const kept = createKeptSum(key);
    const stays = ({ seq, kind }: JournalRow) => seq <= upto && !forgotten.has(seq) && kind !== CHECKPOINT;
    let hash = earlier?.hash ?? '';
    let read = 0;
    for (const row of journal.rows()) {
      if (row.seq > Math.max(upto, last?.seq ?? 0) || !verifier.add(row)) break;
      if (stays(row)) kept.add(row);
      if (row.seq === upto && upto !== earlier?.upto) hash = row.hash;
      read += 1;
      if (read % AT_ONCE === 0) await turn();
    }
    const verdict = verifier.end();
    if (!verdict.intact) return verdict;
    const { count, sum } = kept.end();
    return { intact: true, says: { upto, hash, kept: count, sum }, replaces: last?.seq ?? null };
  } finally {
    journal.close();
  }
}
