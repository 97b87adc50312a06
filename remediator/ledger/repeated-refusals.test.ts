import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import fc from 'fast-check';
import { exportJournal, verifyExport } from '../../core/journal/export-journal.ts';
import { defaultKeyFile, readJournalKey } from '../../core/journal/journal-key.ts';
import { openJournal } from '../../core/journal/read-store.ts';
import type { GateRecord, NewDecision } from './decisions.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { newDecision } from './new-decision.test-support.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

type Row = Record<string, unknown>;

function open(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'repeated-'));
  const ledger = openLedger(folder);
  t.after(() => {
    ledger.close();
    rmSync(folder, { recursive: true });
  });
  return ledger;
}

const gates = (...saw: string[]): GateRecord[] => [
  { gate: 'global_stop', passed: true, saw: 'no stop is in force' },
  ...saw.map((words, n) => ({ gate: `gate_${n}`, passed: n < saw.length - 1, saw: words })),
];
const refusal = (special: Partial<NewDecision> = {}): NewDecision =>
  newDecision({ gates: gates('no maintenance is in force', '20 s are left'), ...special });

function records({ file }: Ledger): Row[] {
  const journal = openJournal(file);
  const rows = [...journal.rows()];
  journal.close();
  return rows.map(({ record }) => JSON.parse(record) as Row);
}

describe('a refusal that repeats an earlier one', () => {
  it('is a decision of its own with all its gates, and in the journal only what is new of it', (t) => {
    const ledger = open(t);
    const first = refusal();
    const again = refusal({ gates: gates('no maintenance is in force', '10 s are left') });
    assert.deepEqual(
      [ledger.decisions.add(first, 0), ledger.decisions.add(first, 1), ledger.decisions.add(again, 2)],
      [1, 2, 3],
    );
    assert.deepEqual(
      ledger.decisions.list(null, 10).map((one) => one.gates),
      [first.gates, first.gates, again.gates],
    );
    const brief = { source: 'webhook', target: first.target, decision: 'refuse', reason: 'cooldown' };
    assert.deepEqual(records(ledger), [
      { decision_id: 1, ...first },
      { decision_id: 2, ...brief, as_in_decision: 1, other_words: [] },
      { decision_id: 3, ...brief, as_in_decision: 1, other_words: [[2, '10 s are left']] },
    ]);
  });

  const inFull: [what: string, special: Partial<NewDecision>, at?: number][] = [
    ['is about something else', { target_id: 'realtime' }],
    ['asks for another action', { action: 'reload_process' }],
    ['has another reason', { reason: 'stopped' }],
    ['was not refused', { decision: 'act', remediation_id: 1 }],
    ['asked more gates', { gates: gates('no maintenance is in force', 'x', '20 s are left') }],
    ['asked another gate', { gates: gates('a', 'b').map((one) => ({ ...one, gate: `${one.gate}_too` })) }],
    ['was let through by another gate', { gates: gates('a', 'b').map((one) => ({ ...one, passed: true })) }],
    ['comes an hour later', {}, HOUR],
    ['comes from before a clock was put back by an hour', {}, -HOUR],
  ];
  for (const [what, special, at = 1] of inFull) {
    it(`is none, and written in full, when it ${what}`, (t) => {
      const ledger = open(t);
      ledger.decisions.add(refusal(), 0);
      ledger.decisions.add(refusal(special), at);
      assert.deepEqual(records(ledger)[1], { decision_id: 2, ...refusal(special) });
    });
  }

  it('is one also after another refusal came between, and a moment before the hour is over', (t) => {
    const ledger = open(t);
    ledger.decisions.add(refusal(), 0);
    ledger.decisions.add(refusal({ reason: 'stopped' }), 1);
    ledger.decisions.add(refusal(), HOUR - 1);
    assert.equal(records(ledger)[2]?.['as_in_decision'], 1);
  });

  it('gives back whatever the gates said, in whatever order it was asked', (t) => {
    const ledger = open(t);
    const record = fc.record(
      {
        gate: fc.constantFrom('stop', 'alert', 'cooldown'),
        passed: fc.boolean(),
        saw: fc.constantFrom('', 'nothing', '"quoted" \n\u0000 ä', '3 of 4'),
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(fc.array(fc.array(record, { maxLength: 4 }), { minLength: 1, maxLength: 12 }), (asked) => {
        const ids = asked.map((one, n) => ledger.decisions.add(refusal({ gates: one }), n));
        const read = ids.map((id) => ledger.decisions.get(id)?.gates);
        assert.deepEqual(read, asked);
        assert.deepEqual(ledger.decisions.newestOf(refusal())?.gates, asked.at(-1));
        assert.deepEqual(ledger.decisions.ofTarget('service/web', 1)[0]?.gates, asked.at(-1));
      }),
      { numRuns: 200 },
    );
  });

  it('is counted as every other, and refers to nothing that was forgotten', async (t) => {
    const ledger = open(t);
    const key = readJournalKey(defaultKeyFile(dirname(ledger.file)));
    const missing = () => {
      const there = records(ledger);
      const ids = there.map((record) => record['decision_id']);
      return there.filter(({ as_in_decision: of }) => of !== undefined && !ids.includes(of));
    };
    for (let at = 0; at < 5 * HOUR; at += MINUTE) ledger.decisions.add(refusal(), at);
    const total = [{ action: 'restart_process', reason: 'cooldown', n: 300 }];
    assert.deepEqual(ledger.decisions.totals(), total);
    for (let hour = 1; hour <= 6; hour++) {
      const before = hour * HOUR - 10 * MINUTE;
      const fault = await ledger.forget({ now: hour * HOUR, deliveriesBefore: 0, decisionsBefore: before });
      assert.equal(fault, null);
      assert.deepEqual(missing(), []);
      for (const { gates: read } of ledger.decisions.list(null, 1_000)) {
        assert.deepEqual(read, refusal().gates);
      }
      const journal = openJournal(ledger.file);
      const text = [...exportJournal(key, journal.rows())].join('');
      journal.close();
      assert.equal(verifyExport(key, text).intact, true);
      assert.equal((await ledger.journal.verify()).intact, true);
      assert.deepEqual(ledger.decisions.totals(), total);
    }
    await ledger.forget({ now: 7 * HOUR, deliveriesBefore: 0, decisionsBefore: 7 * HOUR });
    await ledger.forget({ now: 8 * HOUR, deliveriesBefore: 0, decisionsBefore: 7 * HOUR });
    const left = records(ledger).filter(({ decision_id: id }) => id !== undefined);
    assert.deepEqual([ledger.decisions.list(null, 10), left], [[], []]);
  });

  it('is not explained with words of nobody, where somebody has removed those that it repeats', (t) => {
    const ledger = open(t);
    for (const at of [0, 1]) ledger.decisions.add(refusal(), at);
    const other = new DatabaseSync(ledger.file);
    other.exec('DELETE FROM decisions WHERE id = 1');
    other.close();
    assert.throws(() => ledger.decisions.get(2), /d2 repeats d1, which is not there/);
  });

  it('that was written before there were repetitions is read as it was', (t) => {
    const ledger = open(t);
    for (const at of [0, 1]) ledger.decisions.add(refusal(), at);
    const other = new DatabaseSync(ledger.file);
    other.exec(`UPDATE decisions SET gates_of = NULL, gates = (SELECT gates FROM decisions WHERE id = 1)`);
    other.close();
    ledger.decisions.add(refusal(), 2);
    assert.deepEqual(
      ledger.decisions.list(null, 10).map((one) => one.gates),
      Array.from({ length: 3 }, () => refusal().gates),
    );
    assert.equal(records(ledger)[2]?.['as_in_decision'], 2);
  });
});
