import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createKeptSum, GENESIS, headNumber, type JournalRow, linkHash } from './chain.ts';
import { exportJournal, verifyExport } from './export-journal.ts';
import { verifyJournal } from './verify-journal.ts';

const KEY = 'a key that nobody else has';

/** Records that follow each other, as the remediator writes them. */
function chained(
  records: readonly { kind: string; record: string }[],
  first = 1,
  after = GENESIS,
): JournalRow[] {
  const rows: JournalRow[] = [];
  for (const [index, { kind, record }] of records.entries()) {
    const row = { seq: first + index, at: 1_000 + index, kind, record };
    rows.push({ ...row, hash: linkHash(KEY, rows.at(-1)?.hash ?? after, row) });
  }
  return rows;
}
const some = (count: number) =>
  chained(
    Array.from({ length: count }, (_, i) => ({ kind: 'decision', record: `{"n":${i},"text":"ä\\n<>"}` })),
  );
const verify = (rows: readonly JournalRow[]) =>
  verifyJournal(KEY, rows.findLast(({ kind }) => kind === 'checkpoint') ?? null, rows);

describe('a journal', () => {
  it('that nobody touched is intact, and tells its height and head', () => {
    const rows = some(5);
    assert.deepEqual(verify(rows), { intact: true, records: 5, height: 5, head: rows[4]?.hash });
    assert.deepEqual(verify([]), { intact: true, records: 0, height: 0, head: GENESIS });
  });

  it('shows a record that was changed, removed, added, doubled or moved, and which', () => {
    const rows = some(5);
    const [a, b, c, d, e] = rows as [JournalRow, JournalRow, JournalRow, JournalRow, JournalRow];
    const where = (...touched: JournalRow[]) => {
      const verdict = verify(touched);
      return verdict.intact ? 'intact' : verdict.seq;
    };
    assert.equal(where(a, b, { ...c, record: c.record.replace('2', '3') }, d, e), 3);
    assert.equal(where(a, b, { ...c, at: c.at + 1 }, d, e), 3);
    assert.equal(where(a, b, { ...c, kind: 'outcome' }, d, e), 3);
    assert.equal(where(a, b, d, e), 3);
    assert.equal(where(b, c, d, e), 1);
    assert.equal(where(a, c, b, d, e), 2);
    assert.equal(where(a, b, b, c), 2);
    assert.equal(where(...rows, { ...e, seq: 6 }), 6);
  });

  it('shows a record that somebody without the key put in its place, with all that follow', () => {
    const rows = some(3);
    const forged = rows.map((row, i) => (i === 0 ? { ...row, record: '{}' } : row));
    let previous = GENESIS;
    const relinked = forged.map((row) => {
      previous = linkHash('another key', previous, row);
      return { ...row, hash: previous };
    });
    assert.equal(verify(relinked).intact, false);
  });

  it('does not show by itself that its newest records were cut off: its height and head do', () => {
    const cut = verify(some(5).slice(0, 4));
    assert.deepEqual([cut.intact, cut.intact && cut.height], [true, 4]);
  });

  it('has a head that a metric can hold', () => {
    assert.equal(headNumber(`ffffffffffff${'0'.repeat(52)}`), 2 ** 48 - 1);
  });
});

/** One of which something was forgotten. */
function shortenedJournal() {
  const rows = some(6);
  const kept = rows.filter(({ seq }) => seq === 2 || seq === 4);
  const sum = createKeptSum(KEY);
  for (const row of kept) sum.add(row);
  const { count, sum: digest } = sum.end();
  const record = JSON.stringify({ upto: 4, hash: rows[3]?.hash, kept: count, sum: digest });
  const rest = rows.slice(4);
  const [checkpoint] = chained([{ kind: 'checkpoint', record }], 7, rows[5]?.hash);
  assert.ok(checkpoint);
  return { kept, rest, record, checkpoint, shortened: [...kept, ...rest, checkpoint] };
}

describe('a journal of which something was forgotten', () => {
  const { kept, rest, record, checkpoint, shortened } = shortenedJournal();

  it('is intact where a checkpoint says so', () => {
    assert.deepEqual(verify(shortened), { intact: true, records: 5, height: 7, head: checkpoint.hash });
  });

  it('shows what is missing or changed among the kept, and a checkpoint that was touched or is gone', () => {
    const [two, four] = kept as [JournalRow, JournalRow];
    const isIntact = (...touched: JournalRow[]) => verify(touched).intact;
    assert.equal(isIntact(four, ...rest, checkpoint), false);
    assert.equal(isIntact({ ...two, record: '{}' }, four, ...rest, checkpoint), false);
    assert.equal(isIntact(...kept, ...rest), false);
    assert.equal(
      isIntact(...kept, ...rest, { ...checkpoint, record: record.replace('"kept":2', '"kept":1') }),
      false,
    );
    assert.equal(isIntact(...kept, ...rest, { ...checkpoint, record: 'nothing' }), false);
  });
});

describe('an export of a journal', () => {
  const text = [...exportJournal(KEY, some(40))].join('');

  it('is intact as it was written, an empty one, too', () => {
    assert.equal(verifyExport(KEY, text).intact, true);
    assert.equal(verifyExport(KEY, [...exportJournal(KEY, [])].join('')).intact, true);
  });

  it('shows that its end was cut off', () => {
    const lines = text.trimEnd().split('\n');
    for (const cut of [lines.slice(0, -1), lines.slice(0, -2), [...lines.slice(0, -2), lines.at(-1)]]) {
      assert.equal(verifyExport(KEY, `${cut.join('\n')}\n`).intact, false);
    }
    assert.equal(verifyExport(KEY, '').intact, false);
  });

  it('shows each of 10,000 random changes of a single byte', () => showsEveryChange(text));

  it('shows them also where something was forgotten', () =>
    showsEveryChange([...exportJournal(KEY, shortenedJournal().shortened)].join('')));
});

function showsEveryChange(exported: string): void {
  assert.equal(verifyExport(KEY, exported).intact, true);
  const bytes = Buffer.from(exported);
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (place, by) => {
      const changed = Buffer.from(bytes);
      changed[place] = ((changed[place] ?? 0) + by) % 256;
      return !verifyExport(KEY, changed.toString('utf8')).intact;
    }),
    { numRuns: 10_000 },
  );
}
