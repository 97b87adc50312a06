import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import { Config } from '../core/config/schema.ts';
import { createFakeClock } from '../core/vizora/fake-clock.test-support.ts';
import { type Bench, schedulePastEnd, serviceDown, startBench } from './bench.test-support.ts';
import { openLedger } from './ledger/ledger.ts';
import { createLooking } from './world/create-looking.ts';
import { createFakeWorld } from './world/fake-world.test-support.ts';

type Row = Record<string, unknown>;

/** What another process sees in the store: only what has been committed. */
function committed(bench: Bench, query: string): Row[] {
  const other = new DatabaseSync(join(bench.dataDir, 'store', 'remediator.sqlite'), { readOnly: true });
  try {
    return other.prepare(query).all();
  } finally {
    other.close();
  }
}

const outcomes = async (bench: Bench) => (await bench.remediations()).map(({ outcome }) => outcome);
const finished = (bench: Bench, count: number) => async () =>
  (await outcomes(bench)).filter((outcome) => outcome !== null).length === count;

describe('invariant 1: durable before acknowledged', () => {
  it('a delivery is committed when its 200 arrives', async (t) => {
    const bench = await startBench(t);
    const answer = await bench.deliver([{ labels: serviceDown('realtime') }]);
    assert.equal(answer.status, 200);
    const [delivery] = committed(bench, 'SELECT body FROM deliveries');
    const body = JSON.parse(Buffer.from(delivery?.['body'] as Uint8Array).toString());
    assert.equal(body.alerts[0].labels.target_id, 'realtime');
  });

  it('what was accepted and not decided when the process was killed is decided by the next one', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    const { probe } = bench.world;
    bench.world.probe = () => new Promise(() => undefined);
    await bench.alert(serviceDown('realtime'));
    await bench.pass(5_000);
    await bench.kill();
    assert.equal(committed(bench, 'SELECT * FROM alerts WHERE decision_id IS NULL').length, 1);
    bench.world.probe = probe;
    const next = await startBench(t, { after: bench });
    await next.until('it is repaired', finished(next, 1));
    assert.equal(committed(next, 'SELECT * FROM alerts WHERE decision_id IS NULL').length, 0);
    assert.equal(next.world.acts.length, 1);
  });

  it('a process killed in the middle of an act does not act again, and finds the outcome by looking', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    let kill: Promise<void> | undefined;
    bench.world.onAct = () => {
      kill = bench.kill();
    };
    await bench.alert(serviceDown('realtime'));
    await bench.until('the act was begun', () => kill !== undefined);
    await kill;
    bench.world.onAct = () => undefined;
    assert.equal(committed(bench, 'SELECT outcome FROM remediations')[0]?.['outcome'], null);
    const next = await startBench(t, { after: bench });
    await next.until('the outcome is known', finished(next, 1));
    assert.deepEqual(await outcomes(next), ['fixed']);
    assert.equal(next.world.acts.length, 1);
  });

  it('an act of which nobody knows whether it happened is unknown, and counts as an attempt', async (t) => {
    const attempts = { remediator: { actions: { restart_process: { attempts: 1 } } } };
    const bench = await startBench(t, attempts);
    bench.world.hang(2);
    let kill: Promise<void> | undefined;
    bench.world.lies = true;
    bench.world.onAct = () => {
      kill = bench.kill();
    };
    await bench.alert(serviceDown('realtime'));
    await bench.until('the act was begun', () => kill !== undefined);
    await kill;
    bench.world.onAct = () => undefined;
    const next = await startBench(t, { ...attempts, after: bench });
    await next.until('the outcome is known', finished(next, 1));
    await next.pass(300_000);
    assert.deepEqual(await outcomes(next), ['unknown']);
    assert.equal(next.world.acts.length, 1);
  });
});

describe('taking back', () => {
  /** A schedule was switched off, and the process was killed before it could note that. */
  async function switchedOffAndKilled(t: TestContext): Promise<{ next: Bench; id: string }> {
    const bench = await startBench(t);
    const id = bench.world.endSchedule(1);
    let kill: Promise<void> | undefined;
    bench.world.takeAct = async (_act, effect) => {
      effect();
      kill = bench.kill();
      await new Promise(() => undefined);
    };
    await bench.alert(schedulePastEnd(id));
    await bench.until('the act was begun', () => kill !== undefined);
    await kill;
    bench.world.takeAct = async (_act, effect) => effect();
    const next = await startBench(t, { after: bench });
    await next.until('the outcome is known', finished(next, 1));
    return { next, id };
  }

  it('is possible also when the process ended before it noted what it had done', async (t) => {
    const { next, id } = await switchedOffAndKilled(t);
    assert.equal(next.world.schedules.get(id)?.isActive, false);
    assert.equal((await next.post('/api/v1/remediations/r1/undo')).status, 200);
    assert.equal(next.world.schedules.get(id)?.isActive, true);
  });

  it('that was begun when the process ended is looked at by the next one, and not done again', async (t) => {
    const { next } = await switchedOffAndKilled(t);
    await next.kill();
    const ledger = openLedger(join(next.dataDir, 'store'));
    const [remediation] = ledger.remediations.list(null, 1);
    if (remediation !== undefined) ledger.undoings.intend(remediation, 'operator', next.clock.now());
    ledger.close();
    const last = await startBench(t, { after: next });
    await last.pass(1_000);
    const [ended] = committed(last, "SELECT record FROM journal WHERE kind = 'undo_ended'");
    assert.match(String(ended?.['record']), /"remediation_id":1.*nobody could note/);
    assert.equal(last.world.acts.length, 1);
  });
});

describe('invariant 9: no side effect without a prior durable intent', () => {
  it('the intent is committed before the act begins', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    const seen: Row[] = [];
    bench.world.onAct = () => {
      seen.push(...committed(bench, 'SELECT state, target, outcome FROM remediations'));
    };
    await bench.alert(serviceDown('realtime'));
    await bench.until('it is repaired', finished(bench, 1));
    assert.deepEqual(
      seen.map((row) => ({ ...row })),
      [{ state: 'intended', target: 'process/vizora-realtime', outcome: null }],
    );
  });
});

describe('trouble with the disk', () => {
  /** Until it is undone, every write of this kind fails. */
  function refuse(bench: Bench, write: string): () => void {
    const run = (statement: string) => {
      const other = new DatabaseSync(join(bench.dataDir, 'store', 'remediator.sqlite'), { timeout: 5_000 });
      other.exec(statement);
      other.close();
    };
    run(`CREATE TRIGGER full BEFORE ${write} BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`);
    return () => run('DROP TRIGGER full');
  }

  for (const [what, write] of [
    ['the outcome', 'UPDATE OF outcome ON remediations'],
    ['that the act was carried out', 'UPDATE OF executed_at ON remediations'],
  ] as const) {
    it(`while ${what} cannot be written nothing is done again, and later the outcome is found`, async (t) => {
      const bench = await startBench(t);
      bench.world.hang(2);
      const undo = refuse(bench, write);
      await bench.alert(serviceDown('realtime'));
      await bench.pass(70_000);
      assert.deepEqual(await outcomes(bench), [null]);
      assert.equal(bench.world.acts.length, 1);
      undo();
      await bench.until('the outcome is known', finished(bench, 1));
      assert.deepEqual(await outcomes(bench), ['fixed']);
      assert.equal(bench.world.acts.length, 1);
    });
  }

  it('a delivery whose decision could not be written is decided about later, once', async (t) => {
    const bench = await startBench(t);
    const undo = refuse(bench, 'INSERT ON decisions');
    await bench.alert(serviceDown('realtime'));
    await bench.pass(10_000);
    bench.alertmanager.resolve(serviceDown('realtime'));
    undo();
    await bench.pass(120_000);
    const decisions = (await bench.decisions()).filter(({ source }) => source === 'webhook');
    assert.equal(decisions.length, 1);
    assert.equal(committed(bench, 'SELECT * FROM alerts WHERE decision_id IS NULL').length, 0);
  });

  for (const [how, say] of [
    ['a signal', async (bench: Bench) => bench.remediator.stop('SIGUSR2')],
    [
      'an operator',
      async (bench: Bench) => (await bench.post('/api/v1/stop', { reason: 'hands off' })).status,
    ],
  ] as const) {
    it(`a stop by ${how} that cannot be written holds at once, and is written down when that is possible again`, async (t) => {
      const bench = await startBench(t);
      const undo = refuse(bench, 'INSERT ON stops');
      const status = await say(bench);
      if (status !== undefined) assert.equal(status, 500, 'whoever said it hears that it may not last');
      bench.world.hang(2);
      await bench.alert(serviceDown('realtime'));
      await bench.pass(70_000);
      assert.deepEqual(
        (await bench.decisions()).map(({ reason }) => reason),
        ['stopped'],
      );
      assert.equal(committed(bench, 'SELECT * FROM stops').length, 0);
      undo();
      await bench.pass(70_000);
      assert.equal(committed(bench, 'SELECT * FROM stops').length, 1);
      assert.equal(committed(bench, "SELECT * FROM journal WHERE kind = 'stopped'").length, 1);
      await bench.post('/api/v1/resume');
      await bench.until('it goes on', () => bench.world.acts.length === 1);
    });
  }

  it('a stop that comes while the process ends breaks nothing', async (t) => {
    const bench = await startBench(t);
    await bench.kill();
    bench.remediator.stop('SIGUSR2');
  });

  it('a lease that a broken decision could not give back holds nothing up', async (t) => {
    const bench = await startBench(t);
    const undo = refuse(bench, 'DELETE ON leases');
    await bench.alert(serviceDown('realtime'));
    await bench.pass(1_000);
    assert.equal(committed(bench, 'SELECT * FROM leases').length, 1);
    undo();
    bench.world.hang(2);
    await bench.alert(serviceDown('realtime'));
    await bench.until('it is repaired', finished(bench, 1));
    assert.equal(bench.world.acts.length, 1);
  });
});

describe('a clock that was a year ahead, and is put right', () => {
  const YEAR_MS = 365 * 86_400_000;

  it('holds nothing up for longer than a pause and an hour', async (t) => {
    const policy = { attempts: 9, young_for: '1s', cooldown: '5m', target_per_hour: 1 };
    const options = { remediator: { actions: { restart_process: policy } } };
    const bench = await startBench(t, options);
    const right = bench.clock.now();
    bench.clock.set(right + YEAR_MS);
    bench.world.hang(2);
    await bench.alert(serviceDown('realtime'));
    await bench.until('it is repaired', finished(bench, 1));
    bench.alertmanager.resolve(serviceDown('realtime'));
    await bench.kill();
    bench.clock.set(right);
    for (const one of bench.world.processes) one.startedAt = right - 3_600_000;
    const next = await startBench(t, { ...options, after: bench });
    await next.pass(60_000);
    next.world.hang(2);
    await next.alert(serviceDown('realtime'));
    await next.pass(180_000);
    assert.equal(next.world.acts.length, 1, 'the pause holds all the same');
    await next.until('it is repaired again', finished(next, 2), 3_900_000);
  });

  it('leaves no count of the platform behind that is kept for so long', async () => {
    const clock = createFakeClock();
    let asked = 0;
    const reader = {
      countSchedules: async () => {
        asked += 1;
        return 10;
      },
      getSchedule: async () => null,
    };
    const { pm2, probe, host, tables, logs, disks, session } = createFakeWorld(clock);
    const { remediator, exporter } = Config.parse({});
    const look = createLooking({
      clock,
      apps: { middleware: 'm', realtime: 'r', web: 'w' },
      checks: exporter.checks,
      policies: remediator.actions,
      intervalMs: 60_000,
      pm2,
      probe,
      lookAtRealtime: host.lookAtRealtime,
      lookAtDependency: async () => null,
      tables: tables.writer,
      logs: logs.writer,
      disks: disks.reader,
      accounts: { reader: () => ({ ...session(), ...reader }) },
    });
    const right = clock.now();
    clock.set(right + YEAR_MS);
    await look.schedules('acme').countSchedules();
    await look.schedules('acme').countSchedules();
    assert.equal(asked, 1);
    clock.set(right);
    await look.schedules('acme').countSchedules();
    assert.equal(asked, 2);
  });
});
