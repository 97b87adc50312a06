import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import type { NewDecision } from './decisions.ts';
import { type Ledger, openLedger } from './ledger.ts';

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
    ledger.forget({ deliveriesBefore: 30, decisionsBefore: 0 });
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
    ledger.forget({ deliveriesBefore: 11, decisionsBefore: 10 });
    assert.deepEqual(
      ledger.decisions.list(null, 10).map((one) => one.decision),
      ['refuse', 'act'],
    );
    ledger.forget({ deliveriesBefore: 11, decisionsBefore: 11 });
    assert.deepEqual(
      ledger.decisions.list(null, 10).map((one) => one.decision),
      ['act'],
    );
    assert.equal(count('journal'), 1);
  });

  it('is not a refusal that is still repeated', (t) => {
    const { ledger } = open(t);
    ledger.decisions.addOrRepeat(decision({ source: 'reconcile' }), 10);
    ledger.decisions.addOrRepeat(decision({ source: 'reconcile' }), 100);
    ledger.forget({ deliveriesBefore: 50, decisionsBefore: 50 });
    assert.equal(ledger.decisions.list(null, 10).length, 1);
  });

  it('stays counted', (t) => {
    const { ledger } = open(t);
    for (const at of [10, 11, 12]) ledger.decisions.add(decision({}), at);
    const height = ledger.journal.height();
    assert.equal(height, 3);
    for (const before of [11, 12, 100]) {
      ledger.forget({ deliveriesBefore: before, decisionsBefore: before });
      assert.deepEqual(ledger.decisions.totals(), [{ action: 'restart_process', reason: 'cooldown', n: 3 }]);
      assert.equal(ledger.journal.height(), height);
    }
  });

  it('is taken away in pieces, so that a long absence does not stop everything for long', (t) => {
    const { ledger, count } = open(t);
    ledger.transaction(() => {
      for (let n = 0; n < 1_500; n++) ledger.decisions.add(decision({}), n);
    });
    ledger.forget({ deliveriesBefore: 9_999, decisionsBefore: 9_999 });
    assert.equal(count('decisions'), 500);
    ledger.forget({ deliveriesBefore: 9_999, decisionsBefore: 9_999 });
    assert.deepEqual([count('decisions'), count('journal')], [0, 0]);
  });
});
