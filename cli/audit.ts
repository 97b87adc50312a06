import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { headNumber, type JournalRow } from '../core/journal/chain.ts';
import { exportJournal, verifyExport } from '../core/journal/export-journal.ts';
import { openJournal, STORE_FILE, verifyStore } from '../core/journal/read-store.ts';
import type { JournalVerdict } from '../core/journal/verify-journal.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { moment, table } from './print-table.ts';

/** Where the journal and its key lie; the remediator need not run. */
export interface AuditPlaces {
  readonly dataDir: string;
  readonly key: string;
}

export interface AuditContext extends AuditPlaces {
  readonly json: boolean;
  print(text: string): void;
}

/** A height and head that were noted elsewhere, as in a metric: they show whether the newest records were cut off. */
export interface Noted {
  readonly height: number;
  /** The first hex digits, or the number that the metric shows. */
  readonly head: string | number;
}

/** Checks the journal in the store, or an export of it. */
export async function auditVerify(
  { dataDir, key, json, print }: AuditContext,
  exported: string | undefined,
  noted: Noted | null,
): Promise<ExitCode> {
  const verdict =
    exported === undefined
      ? await verifyStore(join(dataDir, STORE_FILE), key)
      : verifyExport(key, readFileSync(exported, 'utf8'));
  const judged = verdict.intact && noted !== null ? besideNoted(verdict, noted, exported, dataDir) : verdict;
  if (json) print(JSON.stringify(judged));
  else if (!judged.intact) print(`The journal is NOT intact: ${judged.problem}.`);
  else {
    print(
      `The journal is intact: ${judged.records} records, height ${judged.height}, head ${judged.head.slice(0, 12)} ` +
        `(as a metric: ${headNumber(judged.head)}).`,
    );
  }
  return judged.intact ? EXIT.good : EXIT.bad;
}

/** Prints every record as a line of JSON, and a last line that closes them. */
export function auditExport({ dataDir, key, print }: AuditContext): ExitCode {
  withJournal(dataDir, (journal) => {
    for (const line of exportJournal(key, journal.rows())) print(line.trimEnd());
  });
  return EXIT.good;
}

/** The newest records, for people. */
export function auditTail({ dataDir, json, print }: AuditContext, count: number): ExitCode {
  const rows = withJournal(dataDir, (journal) => journal.last(count));
  if (json) print(JSON.stringify(rows.map(readable), null, 2));
  else if (rows.length === 0) print('The journal is empty.');
  else {
    print(
      table(
        ['seq', 'at', 'kind', 'record'],
        rows.map(({ seq, at, kind, record }) => [
          String(seq),
          moment(new Date(at).toISOString()),
          kind,
          record,
        ]),
      ),
    );
  }
  return EXIT.good;
}

function besideNoted(
  verdict: Extract<JournalVerdict, { intact: true }>,
  { height, head }: Noted,
  exported: string | undefined,
  dataDir: string,
): JournalVerdict {
  const not = (problem: string): JournalVerdict => ({ intact: false, seq: verdict.height, problem });
  if (verdict.height < height) {
    return not(`it ends at record ${verdict.height}, and had ${height}: the newest were cut off`);
  }
  const hash =
    verdict.height === height
      ? verdict.head
      : exported === undefined
        ? withJournal(dataDir, (journal) => hashOf(journal.rows(), height))
        : null;
  if (hash === null) return not(`record ${height} is not at hand, so its head cannot be compared`);
  const isSame = typeof head === 'number' ? headNumber(hash) === head : hash.startsWith(head);
  return isSame ? verdict : not(`record ${height} is not the one that was noted`);
}

function hashOf(rows: Iterable<JournalRow>, seq: number): string | null {
  for (const row of rows) if (row.seq === seq) return row.hash;
  return null;
}

function withJournal<T>(dataDir: string, work: (journal: ReturnType<typeof openJournal>) => T): T {
  const journal = openJournal(join(dataDir, STORE_FILE));
  try {
    return work(journal);
  } finally {
    journal.close();
  }
}

const readable = ({ seq, at, kind, record, hash }: JournalRow) => ({
  seq,
  at: new Date(at).toISOString(),
  kind,
  record: JSON.parse(record) as unknown,
  hash,
});
