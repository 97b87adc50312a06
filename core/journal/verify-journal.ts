import { createKeptSum, GENESIS, type JournalRow, linkHash } from './chain.ts';
import { CHECKPOINT, readCheckpoint } from './checkpoint.ts';

/** What a journal is found to be. Its `height` is the number of its newest record, its `head` that one's hash. */
export type JournalVerdict =
  | { readonly intact: true; readonly records: number; readonly height: number; readonly head: string }
  | { readonly intact: false; readonly seq: number; readonly problem: string };

const broken = (seq: number, problem: string): JournalVerdict => ({ intact: false, seq, problem });

/** Takes records in the order of their numbers, and says what the journal is found to be. */
export interface JournalVerifier {
  /** False once the journal is known to be broken: the rest need not be shown. */
  add(row: JournalRow): boolean;
  end(): JournalVerdict;
}

/**
 * Checks that no record was changed, removed, added or moved since it was written, the newest ones cut off excepted:
 * that shows only beside a height and head that were noted elsewhere.
 *
 * @param newestCheckpoint the last record of that kind, which the caller looks up first
 */
export function createJournalVerifier(
  key: string,
  newestCheckpoint: Pick<JournalRow, 'seq' | 'record'> | null,
): JournalVerifier {
  const checkpoint = newestCheckpoint === null ? null : readCheckpoint(newestCheckpoint.record);
  const unreadable = newestCheckpoint !== null && checkpoint === null;
  let fault = unreadable ? broken(newestCheckpoint.seq, 'the checkpoint cannot be read') : null;
  const upto = checkpoint?.upto ?? 0;
  const kept = createKeptSum(key);
  let head = checkpoint?.hash ?? GENESIS;
  let height = upto;
  let records = 0;
  let before = 0;
  let checkpointSeen = newestCheckpoint === null;

  function faultOf(row: JournalRow): JournalVerdict | null {
    if (row.seq <= before) return broken(row.seq, 'records are not in order');
    before = row.seq;
    records += 1;
    if (row.seq <= upto) {
      kept.add(row);
      return null;
    }
    if (row.seq !== height + 1) return broken(height + 1, `record ${height + 1} is missing`);
    if (linkHash(key, head, row) !== row.hash) {
      return broken(row.seq, `record ${row.seq} is not the one that was written after record ${height}`);
    }
    if (row.seq === newestCheckpoint?.seq) checkpointSeen = row.kind === CHECKPOINT;
    head = row.hash;
    height = row.seq;
    return null;
  }

  return {
    add(row) {
      fault ??= faultOf(row);
      return fault === null;
    },
    end() {
      if (fault !== null) return fault;
      if (!checkpointSeen) {
        return broken(newestCheckpoint?.seq ?? 0, 'the newest checkpoint is not in the chain');
      }
      const { count, sum } = kept.end();
      if (checkpoint !== null && (count !== checkpoint.kept || sum !== checkpoint.sum)) {
        return broken(
          upto,
          `the ${count} records up to ${upto} are not the ${checkpoint.kept} that were kept there`,
        );
      }
      return { intact: true, records, height, head };
    },
  };
}

/** The same for records that are all at hand. */
export function verifyJournal(
  key: string,
  newestCheckpoint: Pick<JournalRow, 'seq' | 'record'> | null,
  rows: Iterable<JournalRow>,
): JournalVerdict {
  const verifier = createJournalVerifier(key, newestCheckpoint);
  for (const row of rows) if (!verifier.add(row)) break;
  return verifier.end();
}
