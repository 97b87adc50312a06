import { createKeptSum, GENESIS, type JournalRow, linkHash } from '../../core/journal/chain.ts';
import { CHECKPOINT, type Checkpoint } from '../../core/journal/checkpoint.ts';
import { verifyStore } from '../../core/journal/read-store.ts';
import type { JournalVerdict } from '../../core/journal/verify-journal.ts';
import { type BrokenJournal, remainderOf } from './remainder.ts';
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
   * Chooses deliveries and refusals by age, some at a time, and verifies what a checkpoint would vouch for once they are
   * gone; others have their turn meanwhile. What was touched is never vouched for: then nothing is forgotten.
   */
  prepareToForget(ages: {
    readonly deliveriesBefore: number;
    readonly decisionsBefore: number;
  }): Promise<BrokenJournal | Forgetting>;
}

export interface Forgetting {
  readonly intact: true;
  /**
   * Forgets what was chosen, and writes down in the chain what is kept of what lies before, so that it stays verifiable.
   * Part of the transaction in progress. @throws Error where something else was forgotten since it was verified
   */
  forget(at: number): void;
}

/** Of each kind in one go. */
const AT_ONCE = 1_000;
/** As the indexes on the journal have it, word for word. */
const field = (name: string, of = '') =>
  `CASE WHEN json_valid(${of}record) THEN json_extract(${of}record, '$.${name}') END`;
const REFUSAL = `kind = 'decision' AND ${field('decision')} <> 'act'`;
const REFERRED_TO = `EXISTS (SELECT 1 FROM journal AS later INDEXED BY journal_repetitions
  WHERE later.kind = 'decision' AND ${field('as_in_decision', 'later.')} = ${field('decision_id', 'journal.')})`;

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
  const newestCheckpoint = db.prepare(
    `SELECT seq FROM journal WHERE kind = '${CHECKPOINT}' ORDER BY seq DESC LIMIT 1`,
  );
  const old = db.prepare(`
    SELECT seq FROM (SELECT seq FROM journal WHERE kind = 'delivery' AND at < ? ORDER BY at LIMIT ${AT_ONCE})
    UNION ALL
    SELECT seq FROM (
      SELECT seq FROM journal INDEXED BY journal_refusals
      WHERE ${REFUSAL} AND at < ? AND NOT ${REFERRED_TO} ORDER BY at LIMIT ${AT_ONCE})`);
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

  /** Records of the time before they were linked: from now on they are what they are now. */
  function linkOlderOnes(): void {
    const rows = unlinked.all().map(unlinkedOf);
    const last = rows.at(-1);
    if (last === undefined) return;
    transaction(() => {
      const kept = createKeptSum(key);
      let hash = GENESIS;
      for (const row of rows) {
        hash = linkHash(key, hash, row);
        link.run(hash, row.seq);
        kept.add(row);
      }
      const { count, sum } = kept.end();
      add(CHECKPOINT, last.at, { upto: last.seq, hash, kept: count, sum } satisfies Checkpoint);
    });
  }

  if (adopt) linkOlderOnes();

  return {
    append: (kind, at, record) => add(kind, at, record),
    height: () => tip().seq,
    head: () => tip().hash,
    verify: () => verifyStore(file, key),
    async prepareToForget({ deliveriesBefore, decisionsBefore }) {
      const chosen = old.all(deliveriesBefore, decisionsBefore).map(({ seq }) => Number(seq));
      if (chosen.length === 0) return { intact: true, forget: () => undefined };
      const remainder = await remainderOf(file, key, new Set(chosen));
      if (!remainder.intact) return remainder;
      const { says, replaces } = remainder;
      return {
        intact: true,
        forget(at) {
          const present = newestCheckpoint.get()?.['seq'] ?? null;
          if (present !== replaces) throw new Error('something else was forgotten meanwhile');
          // The newest record may be among the forgotten.
          const before = tip();
          for (const seq of chosen) remove.run(seq);
          removeCheckpoints.run(says.upto);
          add(CHECKPOINT, at, says, before);
        },
      };
    },
  };
}

const unlinkedOf = (row: Record<string, unknown>): Omit<JournalRow, 'hash'> => ({
  seq: Number(row['seq']),
  at: Number(row['at']),
  kind: String(row['kind']),
  record: String(row['record']),
});
