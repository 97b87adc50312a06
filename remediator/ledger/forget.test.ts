import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { defaultKeyFile, readJournalKey } from '../../core/journal/journal-key.ts';
import { verifyStore } from '../../core/journal/read-store.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { newDecision } from './new-decision.test-support.ts';

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

function deliver({ deliveries }: Ledger, at: number): number {
  const alert = { status: 'firing', labels: {}, startsAt: at, fingerprint: 'f' } as const;
  const [stored] = deliveries.store([{ body: Buffer.from('{}'), alerts: [alert] }], at);
  return stored?.[0]?.id ?? 0;
}

describe('what the ledger forgets', () => {
  it('is deliveries with their alerts, once they are old and decided', async (t) => {
    const { ledger, count } = open(t);
    const [old, undecided, recent] = [10, 20, 30].map((at) => deliver(ledger, at));
    for (const id of [old, recent]) ledger.deliveries.decided(id ?? 0, 1);
    await ledger.forget({ now: 0, deliveriesBefore: 30, decisionsBefore: 0 });
    assert.deepEqual([count('deliveries'), count('alerts')], [2, 2]);
    assert.deepEqual(
      ledger.deliveries.undecided().map(({ id }) => id),
      [undecided],
    );
    assert.equal(ledger.deliveries.wasDelivered('f', 30 + 60_000), true);
  });

  it('is refusals and heartbeats, each by its own age, and never what was done', async (t) => {
    const { ledger, count } = open(t);
    ledger.decisions.add(newDecision({ decision: 'heartbeat', reason: 'watchdog' }), 10);
    ledger.decisions.add(newDecision({}), 10);
    ledger.decisions.add(newDecision({ decision: 'act', reason: 'fault_confirmed', remediation_id: 1 }), 10);
    await ledger.forget({ now: 0, deliveriesBefore: 11, decisionsBefore: 10 });
    assert.deepEqual(
      ledger.decisions.list(null, 10).map((one) => one.decision),
      ['refuse', 'act'],
    );
    await ledger.forget({ now: HOUR, deliveriesBefore: 11, decisionsBefore: 11 });
    assert.deepEqual(
      ledger.decisions.list(null, 10).map((one) => one.decision),
      ['act'],
    );
    assert.equal(count('journal'), 2, 'the act, and a checkpoint');
  });

  it('is not a refusal that is still repeated', async (t) => {
    const { ledger } = open(t);
    ledger.decisions.addOrRepeat(newDecision({ source: 'reconcile' }), 10);
    ledger.decisions.addOrRepeat(newDecision({ source: 'reconcile' }), 100);
    await ledger.forget({ now: 0, deliveriesBefore: 50, decisionsBefore: 50 });
    assert.equal(ledger.decisions.list(null, 10).length, 1);
  });

  it('stays counted', async (t) => {
    const { ledger } = open(t);
    for (const at of [10, 11, 12]) ledger.decisions.add(newDecision({}), at);
    const height = ledger.journal.height();
    assert.equal(height, 3);
    for (const [n, before] of [11, 12, 100].entries()) {
      await ledger.forget({ now: n * HOUR, deliveriesBefore: before, decisionsBefore: before });
      assert.deepEqual(ledger.decisions.totals(), [{ action: 'restart_process', reason: 'cooldown', n: 3 }]);
      assert.equal(ledger.journal.height(), height + 1 + n, 'each time leaves a checkpoint');
    }
  });

  it('is taken away in pieces, so that a long absence does not stop everything for long', async (t) => {
    const { ledger, count } = open(t);
    ledger.transaction(() => {
      for (let n = 0; n < 1_500; n++) ledger.decisions.add(newDecision({}), n);
    });
    await ledger.forget({ now: 0, deliveriesBefore: 9_999, decisionsBefore: 9_999 });
    assert.equal(count('decisions'), 500);
    await ledger.forget({ now: 1, deliveriesBefore: 9_999, decisionsBefore: 9_999 });
    assert.deepEqual([count('decisions'), count('journal')], [0, 2], 'checkpoints are left');
  });

  it('is forgotten once an hour, since each time is written down', async (t) => {
    const { ledger } = open(t);
    const forget = (now: number) => ledger.forget({ now, deliveriesBefore: 0, decisionsBefore: 99 });
    await forget(0);
    ledger.decisions.add(newDecision({}), 10);
    await forget(HOUR - 1);
    assert.equal(ledger.decisions.list(null, 10).length, 1);
    await forget(HOUR);
    assert.equal(ledger.decisions.list(null, 10).length, 0);
  });

  it('may be everything: the journal goes on where it was', async (t) => {
    const { ledger } = open(t);
    for (const at of [10, 11]) ledger.decisions.add(newDecision({}), at);
    await ledger.forget({ now: 0, deliveriesBefore: 0, decisionsBefore: 20 });
    assert.equal(ledger.journal.height(), 3);
    ledger.decisions.add(newDecision({}), 30);
    await ledger.forget({ now: HOUR, deliveriesBefore: 0, decisionsBefore: 40 });
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
    ledger.decisions.add(newDecision({ decision: 'act', reason: 'fault_confirmed', remediation_id: 1 }), 9);
    for (const at of [10, 11, 12, 50]) ledger.decisions.add(newDecision({}), at);
    await ledger.forget({ now: 0, deliveriesBefore: 0, decisionsBefore: 20 });
    ledger.decisions.add(newDecision({}), 60);
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
    ledger.decisions.add(newDecision({ decision: 'act', reason: 'fault_confirmed', remediation_id: 1 }), 9);
    for (const at of [10, 11, 12, 50]) ledger.decisions.add(newDecision({}), at);
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
    assert.deepEqual(await ledger.forget({ now: 0, deliveriesBefore: 0, decisionsBefore: 20 }), fault);
    assert.deepEqual(await verifyStore(ledger.file, key), fault);
    assert.deepEqual([count('decisions'), count('journal')], [5, 5]);
  });

  it('is nothing either, when what an earlier checkpoint vouches for was touched', async (t) => {
    const { ledger } = open(t);
    const forget = (now: number, decisionsBefore: number) =>
      ledger.forget({ now, deliveriesBefore: 0, decisionsBefore });
    ledger.decisions.add(newDecision({ decision: 'act', reason: 'fault_confirmed', remediation_id: 1 }), 9);
    for (const at of [10, 11, 30, 31]) ledger.decisions.add(newDecision({}), at);
    assert.equal(await forget(0, 20), null);
    const other = new DatabaseSync(ledger.file);
    other.exec('DROP TRIGGER journal_is_never_changed; UPDATE journal SET at = 8 WHERE seq = 1');
    other.close();
    assert.equal(
      (await forget(HOUR, 40))?.problem,
      'the 1 records up to 3 are not the 1 that were kept there',
    );
  });

  it('may be older than what was forgotten before it: deliveries grow old sooner than decisions', async (t) => {
    const { ledger } = open(t);
    ledger.decisions.add(newDecision({}), 10);
    const id = deliver(ledger, 11);
    ledger.deliveries.decided(id, 1);
    ledger.decisions.add(newDecision({}), 12);
    assert.equal(await ledger.forget({ now: 0, deliveriesBefore: 20, decisionsBefore: 0 }), null);
    assert.equal(await ledger.forget({ now: HOUR, deliveriesBefore: 20, decisionsBefore: 11 }), null);
    assert.equal((await ledger.journal.verify()).intact, true);
    assert.deepEqual(
      ledger.decisions.list(null, 10).map(({ at }) => at),
      [12],
    );
  });

  describe('while much is kept', () => {
    const KEPT = 3_000;
    const forgetOld = (ledger: Ledger) => ledger.forget({ now: 0, deliveriesBefore: 0, decisionsBefore: 20 });

    function full(t: TestContext) {
      const { ledger, count } = open(t);
      const act = newDecision({ decision: 'act', reason: 'fault_confirmed', remediation_id: 1 });
      ledger.transaction(() => {
        for (let n = 0; n < KEPT; n++) ledger.decisions.add(act, 9);
        for (let n = 0; n < 3; n++) ledger.decisions.add(newDecision({}), 10);
      });
      return { ledger, count };
    }

    /** Does something in the middle of forgetting, when others have their turn for the second time. */
    async function meanwhile(ledger: Ledger, work: () => void) {
      const forgotten = forgetOld(ledger);
      await turn();
      await turn();
      work();
      return forgotten;
    }

    it('is verified a little at a time, so that others have their turn, and goes all at once', async (t) => {
      const { ledger, count } = full(t);
      let turns = 0;
      let going = true;
      const others = (async () => {
        for (; going; turns++) {
          assert.ok(
            [`${KEPT + 3} ${KEPT + 3}`, `${KEPT} ${KEPT + 1}`].includes(
              `${count('decisions')} ${count('journal')}`,
            ),
          );
          await turn();
        }
      })();
      assert.equal(await forgetOld(ledger), null);
      going = false;
      await others;
      assert.ok(turns >= KEPT / 500, `${turns} turns`);
      assert.equal((await ledger.journal.verify()).intact, true);
    });

    it('takes no harm from what is written meanwhile', async (t) => {
      const { ledger } = full(t);
      const fault = await meanwhile(ledger, () => ledger.stops.stop('operator', 'deploying', 30));
      assert.equal(fault, null);
      const verdict = await ledger.journal.verify();
      assert.deepEqual([verdict.intact, verdict.intact && verdict.records], [true, KEPT + 2]);
    });

    it('does not vouch for what somebody touches after it was verified', async (t) => {
      const { ledger } = full(t);
      const fault = await meanwhile(ledger, () => {
        const other = new DatabaseSync(ledger.file);
        other.exec('DROP TRIGGER journal_is_never_changed; UPDATE journal SET at = 8 WHERE seq = 1');
        other.close();
      });
      assert.equal(fault, null);
      assert.equal((await ledger.journal.verify()).intact, false);
    });

    it('is not forgotten twice, when that is begun twice', async (t) => {
      const { ledger, count } = full(t);
      const [first, second] = await Promise.allSettled([forgetOld(ledger), forgetOld(ledger)]);
      assert.deepEqual([first.status, second.status], ['fulfilled', 'rejected']);
      assert.deepEqual([count('journal'), (await ledger.journal.verify()).intact], [KEPT + 1, true]);
      assert.deepEqual(ledger.decisions.totals().find(({ reason }) => reason === 'cooldown')?.n, 3);
    });
  });
});
