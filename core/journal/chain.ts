import { createHmac } from 'node:crypto';

/** One record of the journal as it lies on disk; `record` is its text, byte for byte. */
export interface JournalRow {
  readonly seq: number;
  /** ms since the epoch. */
  readonly at: number;
  readonly kind: string;
  readonly record: string;
  /** Of this record and, through the one before it, of all before; 64 hex digits. */
  readonly hash: string;
}

/** What the first record follows. */
export const GENESIS = '0'.repeat(64);

type Unlinked = Omit<JournalRow, 'hash'>;

/** The hash of a record that follows `previous`: nobody without the key can make one that fits. */
export function linkHash(key: string, previous: string, row: Unlinked): string {
  return createHmac('sha256', key).update(`${previous}\n`).update(bytesOf(row)).digest('hex');
}

/** A sum over records that stand alone, since those between them were forgotten. */
export function createKeptSum(key: string) {
  const hmac = createHmac('sha256', key).update('kept\n');
  let count = 0;
  return {
    add(row: Unlinked): void {
      const bytes = bytesOf(row);
      hmac.update(`${Buffer.byteLength(bytes)}\n`).update(bytes);
      count += 1;
    },
    end: () => ({ count, sum: hmac.digest('hex') }),
  };
}

/** The record comes last: none of the others can hold a line break, so there is one way to read it. */
const bytesOf = ({ seq, at, kind, record }: Unlinked): string => `${seq}\n${at}\n${kind}\n${record}`;

/** The first 48 bits of a head as a number that a metric can hold without loss. */
export const headNumber = (head: string): number => Number.parseInt(head.slice(0, 12), 16);
