import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import { defaultKeyFile, readJournalKey } from '../../core/journal/journal-key.ts';
import { verifyStore } from '../../core/journal/read-store.ts';
import type { NewDecision } from './decisions.ts';
import { type Ledger, openLedger } from './ledger.ts';

const HOUR = 3_600_000;

function open(t: TestContext): { ledger: Ledger; count: (table: string) => number } {
  const folder = mkdtempSync(join(tmpdir(), 'forget-'));
  const ledger = openLedger(folder);
  const other = new DatabaseSync(ledger.file, { readOnly: true });
  t.after(() => {
    other.close();
    ledger.close();
    rmSync(folder, { recursive: true });
  });
  return {
    ledger,
    count: (table) => Number(other.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']),
  };
}

const decision = (special: Partial<NewDecision>): NewDecision => ({
  source: 'webhook',
  incident: 'service_down',
  org: 'platform',
  target_kind: 'service',
  target_id: 'web',
  action: 'restart_process',
  target: 'process/vizora-web',
  decision: 'refuse',
  reason: 'cooldown',
  gates: [],
  remediation_id: null,
  ...special,
});

function deliver({ deliveries }: Ledger, at: number): number {
  const alert = { status: 'firing', labels: {}, startsAt: at, fingerprint: 'f' } as const;
  const [stored] = deliveries.store([{ body: Buffer.from('{}'), alerts: [alert] }], at);
  return stored?.[0]?.id ?? 0;
}

describe('what the ledger forgets', () => {
  it('is deliveries with their alerts, once they are old and decided', (t) => {
    const { ledger, count } = open(t);
    const [old, undecided, recent] = [10, 20, 30].map((at) => deliver(ledger, at));
    for (const id of [old, recent]) ledger.deliveries.decided(id ?? 0, 1);
    ledger.forget({ now: 0, deliveriesBefore: 30, decisionsBefore: 0 });
    assert.deepEqual([count('deliveries'), count('alerts')], [2, 2]);
    assert.deepEqual(
      ledger.deliveries.undecided().map(({ id }) => id),
      [undecided],
    );
    assert.equal(ledger.deliveries.wasDelivered('f', 30 + 60_000), true);
  });

  it('is refusals and heartbeats, each by its own age, and never what was done', (t) => {
    const { ledger, count } = open(t);
    ledger.decisions.add(decision({ decision: 'heartbeat', reason: 'watchdog' }), 10);
    ledger.decisions.add(decision({}), 10);
    ledger.decisions.add(decision({ decision: 'act', reason: 'fault_confirmed', remediation_id: 1 }), 10);
    ledger.forget({ now: 0, deliveriesBefore: 11, decisionsBefore: 10 });
    assert.deepEqual(
      ledger.decisions.list(null, 10).map((one) => one.decision),
      ['refuse', 'act'],
    );
    ledger.forget({ now: HOUR, deliveriesBefore: 11, decisionsBefore: 11 });
    assert.deepEqual(
      ledger.decisions.list(null, 10).map((one) => one.decision),
      ['act'],
    );
    assert.equal(count('journal'), 2, 'the act, and a checkpoint');
  });

  it('is not a refusal that is still repeated', (t) => {
    const { ledger } = open(t);
    ledger.decisions.addOrRepeat(decision({ source: 'reconcile' }), 10);
    ledger.decisions.addOrRepeat(decision({ source: 'reconcile' }), 100);
    ledger.forget({ now: 0, deliveriesBefore: 50, decisionsBefore: 50 });
    assert.equal(ledger.decisions.list(null, 10).length, 1);
  });

  it('stays counted', (t) => {
    const { ledger } = open(t);
    for (const at of [10, 11, 12]) ledger.decisions.add(decision({}), at);
    const height = ledger.journal.height();
    assert.equal(height, 3);
    for (const [n, before] of [11, 12, 100].entries()) {
      ledger.forget({ now: n * HOUR, deliveriesBefore: before, decisionsBefore: before });
      assert.deepEqual(ledger.decisions.totals(), [{ action: 'restart_process', reason: 'cooldown', n: 3 }]);
      assert.equal(ledger.journal.height(), height + 1 + n, 'each time leaves a checkpoint');
    }
  });

  it('is taken away in pieces, so that a long absence does not stop everything for long', (t) => {
    const { ledger, count } = open(t);
    ledger.transaction(() => {
      for (let n = 0; n < 5_500; n++) ledger.decisions.add(decision({}), n);
    });
    ledger.forget({ now: 0, deliveriesBefore: 9_999, decisionsBefore: 9_999 });
    assert.equal(count('decisions'), 500);
    ledger.forget({ now: 1, deliveriesBefore: 9_999, decisionsBefore: 9_999 });
    assert.deepEqual([count('decisions'), count('journal')], [0, 2], 'checkpoints are left');
  });

  it('is forgotten once an hour, since each time is written down', (t) => {
    const { ledger } = open(t);
    const forget = (now: number) => ledger.forget({ now, deliveriesBefore: 0, decisionsBefore: 99 });
    forget(0);
    ledger.decisions.add(decision({}), 10);
    forget(HOUR - 1);
    assert.equal(ledger.decisions.list(null, 10).length, 1);
    forget(HOUR);
    assert.equal(ledger.decisions.list(null, 10).length, 0);
  });

  it('may be everything: the journal goes on where it was', async (t) => {
    const { ledger } = open(t);
    for (const at of [10, 11]) ledger.decisions.add(decision({}), at);
    ledger.forget({ now: 0, deliveriesBefore: 0, decisionsBefore: 20 });
    assert.equal(ledger.journal.height(), 3);
    ledger.decisions.add(decision({}), 30);
    ledger.forget({ now: HOUR, deliveriesBefore: 0, decisionsBefore: 40 });
    assert.deepEqual(await ledger.journal.verify(), {
      intact: true,
      records: 1,
      height: 5,
      head: ledger.journal.head(),
    });
  });

  it('leaves a journal that is still found to be intact, and one record that was kept cannot be touched', async (t) => {
    const { ledger } = open(t);
    const key = readJournalKey(defaultKeyFile(dirname(ledger.file)));
    ledger.decisions.add(decision({ decision: 'act', reason: 'fault_confirmed', remediation_id: 1 }), 9);
    for (const at of [10, 11, 12, 50]) ledger.decisions.add(decision({}), at);
    ledger.forget({ now: 0, deliveriesBefore: 0, decisionsBefore: 20 });
    ledger.decisions.add(decision({}), 60);
    const verdict = await verifyStore(ledger.file, key);
    assert.deepEqual(verdict, {
      intact: true,
      records: 4,
      height: ledger.journal.height(),
      head: ledger.journal.head(),
    });
    const other = new DatabaseSync(ledger.file);
    other.exec(`DROP TRIGGER journal_is_never_changed; UPDATE journal SET at = 8 WHERE seq = 1`);
    other.close();
    assert.deepEqual(await verifyStore(ledger.file, key), {
      intact: false,
      seq: 4,
      problem: 'the 1 records up to 4 are not the 1 that were kept there',
    });
  });

  it('is nothing, while the journal is not as it was written: what was touched is not vouched for', async (t) => {
    const { ledger, count } = open(t);
    const key = readJournalKey(defaultKeyFile(dirname(ledger.file)));
    ledger.stops.stop('operator', 'hands off', 5);
    ledger.decisions.add(decision({ decision: 'act', reason: 'fault_confirmed', remediation_id: 1 }), 9);
    for (const at of [10, 11, 12, 50]) ledger.decisions.add(decision({}), at);
    const other = new DatabaseSync(ledger.file);
    other.exec(`DROP TRIGGER journal_is_never_changed; DROP TRIGGER journal_is_never_cut;
      UPDATE journal SET record = replace(record, 'hands off', 'go on') WHERE seq = 1;
      DELETE FROM journal WHERE seq = 2`);
    other.close();
    const fault = {
      intact: false,
      seq: 1,
      problem: 'record 1 is not the one that was written after record 0',
    };
    assert.deepEqual(ledger.forget({ now: 0, deliveriesBefore: 0, decisionsBefore: 20 }), fault);
    assert.deepEqual(await verifyStore(ledger.file, key), fault);
    assert.deepEqual([count('decisions'), count('journal')], [5, 5]);
  });

  it('is nothing either, when what an earlier checkpoint vouches for was touched', async (t) => {
    const { ledger } = open(t);
    const forget = (now: number, decisionsBefore: number) =>
      ledger.forget({ now, deliveriesBefore: 0, decisionsBefore });
    ledger.decisions.add(decision({ decision: 'act', reason: 'fault_confirmed', remediation_id: 1 }), 9);
    for (const at of [10, 11, 30, 31]) ledger.decisions.add(decision({}), at);
    assert.equal(forget(0, 20), null);
    const other = new DatabaseSync(ledger.file);
    other.exec('DROP TRIGGER journal_is_never_changed; UPDATE journal SET at = 8 WHERE seq = 1');
    other.close();
    assert.equal(forget(HOUR, 40)?.problem, 'the 1 records up to 3 are not the 1 that were kept there');
  });

  it('may be older than what was forgotten before it: deliveries grow old sooner than decisions', async (t) => {
    const { ledger } = open(t);
    ledger.decisions.add(decision({}), 10);
    const id = deliver(ledger, 11);
    ledger.deliveries.decided(id, 1);
    ledger.decisions.add(decision({}), 12);
    assert.equal(ledger.forget({ now: 0, deliveriesBefore: 20, decisionsBefore: 0 }), null);
    assert.equal(ledger.forget({ now: HOUR, deliveriesBefore: 20, decisionsBefore: 11 }), null);
    assert.equal((await ledger.journal.verify()).intact, true);
    assert.deepEqual(
      ledger.decisions.list(null, 10).map(({ at }) => at),
      [12],
    );
  });
});
