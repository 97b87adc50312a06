import { createKeptSum, GENESIS, type JournalRow, linkHash } from '../../core/journal/chain.ts';
import { CHECKPOINT, type Checkpoint, readCheckpoint } from '../../core/journal/checkpoint.ts';
import { verifyStore } from '../../core/journal/read-store.ts';
import { type JournalVerdict, verifyJournal } from '../../core/journal/verify-journal.ts';
import type { Store } from './store.ts';

/** What becomes part of the record; a closed set. */
export const RECORD_KINDS = [
  'delivery',
  'decision',
  'episode_opened',
  'episode_closed',
  'intent',
  'executed',
  'outcome',
  'escalated',
  'escalation_ended',
  'stopped',
  'resumed',
  'maintenance_announced',
  'maintenance_ended',
  'undo_intended',
  'undo_ended',
  'proposal_made',
  'proposal_approved',
  'proposal_rejected',
  'proposal_expired',
  'proposal_used',
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

export interface Journal {
  /** Adds a record to the transaction in progress, linked to the one before it; its place is its `seq`. */
  append(kind: RecordKind, at: number, record: Readonly<Record<string, unknown>>): void;
  /** How many records there ever were, those forgotten since included. */
  height(): number;
  /** The hash of the newest record. */
  head(): string;
  /** Checks all of it, as another process would find it. @throws Error when it cannot be read */
  verify(): Promise<JournalVerdict>;
  /**
   * Forgets deliveries and refusals by age, a little at a time, and writes down in the chain what is kept of what lies
   * before, so that it stays verifiable. What was touched is never vouched for: then nothing is forgotten. Part of the
   * transaction in progress.
   *
   * @returns what is wrong with the records that a checkpoint would have vouched for; null when nothing is
   */
  forget(
    ages: { readonly deliveriesBefore: number; readonly decisionsBefore: number },
    at: number,
  ): BrokenJournal | null;
}

export type BrokenJournal = Extract<JournalVerdict, { readonly intact: false }>;

/** Of each kind in one go. */
const AT_ONCE = 5_000;
/** Not one that others refer to. */
const REFUSAL = `kind = 'decision' AND json_extract(record, '$.decision') <> 'act' AND NOT EXISTS (
  SELECT 1 FROM decisions AS later WHERE later.gates_of = json_extract(record, '$.decision_id'))`;

/** Whether any record is linked to the one before it: then there is a key, and only with that can it go on. */
export const isLinked = ({ db }: Pick<Store, 'db'>): boolean =>
  db.prepare('SELECT 1 FROM journal WHERE hash IS NOT NULL LIMIT 1').get() !== undefined;

/**
 * @param key with which records are linked; without it nobody can write one that fits
 * @param adopt whether records of the time before they were linked may be; later one without a link is a forgery
 */
export function createJournal(
  { db, transaction, file }: Store,
  key: string,
  { adopt = false }: { readonly adopt?: boolean } = {},
): Journal {
  const insert = db.prepare('INSERT INTO journal (seq, at, kind, record, hash) VALUES (?, ?, ?, ?, ?)');
  const newest = db.prepare('SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1');
  const unlinked = db.prepare('SELECT seq, at, kind, record FROM journal WHERE hash IS NULL ORDER BY seq');
  const link = db.prepare('UPDATE journal SET hash = ? WHERE seq = ?');
  const hashAt = db.prepare('SELECT hash FROM journal WHERE seq = ?');
  const upTo = db.prepare('SELECT seq, at, kind, record, hash FROM journal WHERE seq <= ? ORDER BY seq');
  const newestCheckpoint = db.prepare(
    `SELECT seq, record FROM journal WHERE kind = '${CHECKPOINT}' ORDER BY seq DESC LIMIT 1`,
  );
  const old = db.prepare(`
    SELECT seq FROM (SELECT seq FROM journal WHERE kind = 'delivery' AND at < ? ORDER BY seq LIMIT ${AT_ONCE})
    UNION ALL
    SELECT seq FROM (SELECT seq FROM journal WHERE ${REFUSAL} AND at < ? ORDER BY seq LIMIT ${AT_ONCE})`);
  const remove = db.prepare('DELETE FROM journal WHERE seq = ?');
  const removeCheckpoints = db.prepare(`DELETE FROM journal WHERE kind = '${CHECKPOINT}' AND seq <= ?`);

  const tip = () => {
    const row = newest.get();
    return row === undefined
      ? { seq: 0, hash: GENESIS }
      : { seq: Number(row['seq']), hash: String(row['hash']) };
  };

  function add(kind: RecordKind | typeof CHECKPOINT, at: number, record: object, before = tip()): void {
    const row = { seq: before.seq + 1, at, kind, record: JSON.stringify(record) };
    insert.run(row.seq, at, kind, row.record, linkHash(key, before.hash, row));
  }

  /** What lies up to `upto` is no longer a chain: the checkpoint vouches for what is left of it. */
  function checkpoint(upto: number, hash: string, at: number, before = tip()): void {
    const kept = createKeptSum(key);
    for (const row of upTo.iterate(upto)) kept.add(unlinkedOf(row));
    const { count, sum } = kept.end();
    add(CHECKPOINT, at, { upto, hash, kept: count, sum } satisfies Checkpoint, before);
  }

  /** Records of the time before they were linked: from now on they are what they are now. */
  function linkOlderOnes(): void {
    const rows = unlinked.all().map(unlinkedOf);
    const last = rows.at(-1);
    if (last === undefined) return;
    transaction(() => {
      let previous = GENESIS;
      for (const row of rows) {
        previous = linkHash(key, previous, row);
        link.run(previous, row.seq);
      }
      checkpoint(last.seq, previous, last.at);
    });
  }

  if (adopt) linkOlderOnes();

  const lastCheckpoint = () => {
    const row = newestCheckpoint.get();
    return row === undefined ? null : { seq: Number(row['seq']), record: String(row['record']) };
  };

  function* linkedUpTo(upto: number): Iterable<JournalRow> {
    for (const row of upTo.iterate(upto)) yield linkedOf(row);
  }

  /** What is wrong with the records up to `upto`, and up to the checkpoint that vouches for the first of them. */
  function faultUpTo(upto: number, last: ReturnType<typeof lastCheckpoint>): BrokenJournal | null {
    const verdict = verifyJournal(key, last, linkedUpTo(Math.max(upto, last?.seq ?? 0)));
    return verdict.intact ? null : verdict;
  }

  return {
    append: (kind, at, record) => add(kind, at, record),
    height: () => tip().seq,
    head: () => tip().hash,
    verify: () => verifyStore(file, key),
    forget({ deliveriesBefore, decisionsBefore }, at) {
      const forgotten = old.all(deliveriesBefore, decisionsBefore).map(({ seq }) => Number(seq));
      if (forgotten.length === 0) return null;
      const last = lastCheckpoint();
      const earlier = last === null ? null : readCheckpoint(last.record);
      // Those behind an earlier checkpoint are no chain any more.
      const upto = forgotten.reduce((most, seq) => Math.max(most, seq), earlier?.upto ?? 0);
      const fault = faultUpTo(upto, last);
      if (fault !== null) return fault;
      const hash = upto === earlier?.upto ? earlier.hash : String(hashAt.get(upto)?.['hash']);
      // The newest record may be among the forgotten.
      const before = tip();
      for (const seq of forgotten) remove.run(seq);
      removeCheckpoints.run(upto);
      checkpoint(upto, hash, at, before);
      return null;
    },
  };
}

const linkedOf = (row: Record<string, unknown>): JournalRow => ({
  ...unlinkedOf(row),
  // One that was never linked fits nowhere.
  hash: String(row['hash'] ?? ''),
});

const unlinkedOf = (row: Record<string, unknown>): Omit<JournalRow, 'hash'> => ({
  seq: Number(row['seq']),
  at: Number(row['at']),
  kind: String(row['kind']),
  record: String(row['record']),
});
