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
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

export interface Journal {
  /** Adds a record to the transaction in progress; its place in the order is its `seq`. */
  append(kind: RecordKind, at: number, record: Readonly<Record<string, unknown>>): void;
  /** How many records there ever were, those forgotten since included. */
  height(): number;
}

export function createJournal({ db }: Store): Journal {
  const insert = db.prepare('INSERT INTO journal (at, kind, record) VALUES (?, ?, ?)');
  const highest = db.prepare("SELECT seq AS height FROM sqlite_sequence WHERE name = 'journal'");
  return {
    append(kind, at, record) {
      insert.run(at, kind, JSON.stringify(record));
    },
    height: () => Number(highest.get()?.['height'] ?? 0),
  };
}
