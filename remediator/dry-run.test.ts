import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import {
  type Bench,
  type BenchOptions,
  payload,
  schedulePastEnd,
  serviceDown,
  startBench,
} from './bench.test-support.ts';
import { GATE_NAMES } from './gates/gate.ts';
import { openLedger } from './ledger/ledger.ts';

type Row = Record<string, unknown>;
type Labels = Record<string, string>;
interface Tried {
  readonly would: string;
  readonly reason: string;
  readonly target: string | null;
  readonly plan: unknown;
  readonly gates: readonly { readonly gate: string; readonly passed: boolean; readonly saw: string }[];
}

/** Reconciling decides and writes by itself: its first time is over, the next one far away. */
async function startQuiet(t: TestContext, { remediator, ...options }: BenchOptions = {}): Promise<Bench> {
  const bench = await startBench(t, {
    ...options,
    remediator: { reconcile_interval: '1h', ...remediator },
  });
  await bench.pass(1_000);
  return bench;
}

/** Every row of the store, and the bytes of its files. */
function stored(bench: Bench) {
  const file = join(bench.dataDir, 'store', 'remediator.sqlite');
  const db = new DatabaseSync(file, { readOnly: true });
  const tables = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`).all();
  const rows = tables.map(({ name }) => [name, db.prepare(`SELECT * FROM "${name}"`).all()]);
  db.close();
  return { rows, bytes: [file, `${file}-wal`].map((path) => readFileSync(path).toString('base64')) };
}

async function tryOut(bench: Bench, alerts: readonly { labels: Labels; status?: string }[]) {
  const answer = bench.post('/api/v1/dry-run', payload(alerts, bench.clock.now()));
  let tried: Tried[] | null = null;
  void answer.then(async (response) => {
    assert.equal(response.status, 200);
    tried = ((await response.json()) as { tried: Tried[] }).tried;
  });
  await bench.until('it is tried out', () => tried !== null);
  return tried as unknown as Tried[];
}

describe('a dry run', () => {
  it('says what would be done and what each gate saw, and changes nothing anywhere', async (t) => {
    const bench = await startQuiet(t);
    bench.world.hang(2);
    bench.alertmanager.fire(serviceDown('realtime'), bench.clock.now());
    const before = stored(bench);
    const announced = bench.alertmanager.announced.length;

    const [tried] = await tryOut(bench, [{ labels: serviceDown('realtime') }]);

    assert.ok(tried);
    assert.deepEqual(
      [tried.would, tried.reason, tried.target],
      ['act', 'fault_confirmed', 'process/vizora-realtime'],
    );
    assert.deepEqual(
      tried.gates.map(({ gate, passed }) => [gate, passed]),
      GATE_NAMES.map((gate) => [gate, true]),
    );
    assert.match(JSON.stringify(tried.plan), /"verb":"restart"/);
    assert.deepEqual(stored(bench), before, 'not a byte of the store');
    assert.deepEqual(bench.world.acts, []);
    assert.equal(bench.alertmanager.announced.length, announced);
    assert.deepEqual(bench.alertmanager.silences, []);
    assert.deepEqual([await bench.decisions(), await bench.remediations()], [[], []]);
  });

  it('asks every gate, also behind one that refuses, and the reason is that of the first', async (t) => {
    const bench = await startQuiet(t, { remediator: { mode: 'observe' } });
    const before = stored(bench);
    const [tried] = await tryOut(bench, [{ labels: serviceDown('web') }]);
    assert.ok(tried);
    assert.deepEqual([tried.would, tried.reason], ['refuse', 'observe']);
    assert.deepEqual(
      tried.gates.filter(({ passed }) => !passed).map(({ gate }) => gate),
      ['mode', 'alert_active', 'precondition'],
    );
    assert.equal(tried.gates.length, GATE_NAMES.length);
    assert.deepEqual(stored(bench), before);
  });

  it('misses a writer that is not configured, although it logs none in', async (t) => {
    const bench = await startQuiet(t);
    const account = { email: 'reader@acme.example', password: { env: 'PASSWORD' } };
    const other = await startQuiet(t, {
      config: { organisations: { acme: { reader: account } } },
    });
    const labels = schedulePastEnd(bench.world.endSchedule(1));
    other.world.endSchedule(1);
    for (const one of [bench, other]) one.alertmanager.fire(labels, one.clock.now());
    const [tried] = await tryOut(bench, [{ labels }]);
    assert.deepEqual([tried?.would, tried?.reason], ['act', 'fault_confirmed']);
    assert.deepEqual(bench.world.acts, []);
    const [without] = await tryOut(other, [{ labels }]);
    assert.deepEqual([without?.would, without?.reason], ['refuse', 'no_account']);
  });

  it('would ask a person where the policy says so, and asks nobody', async (t) => {
    const bench = await startQuiet(t, { remediator: { mode: 'approve' } });
    bench.world.hang(2);
    bench.alertmanager.fire(serviceDown('realtime'), bench.clock.now());
    const [tried] = await tryOut(bench, [{ labels: serviceDown('realtime') }]);
    assert.deepEqual([tried?.would, tried?.reason], ['ask_a_person', 'awaiting_approval']);
    assert.deepEqual((await bench.get('/api/v1/proposals'))['proposals'], []);
    assert.deepEqual(bench.alertmanager.announced, []);
  });

  it('sees what the ledger remembers, such as a repair of a moment ago', async (t) => {
    const bench = await startBench(t, {
      remediator: { actions: { restart_process: { cooldown: '1h' } } },
    });
    bench.world.hang(2);
    await bench.alert(serviceDown('realtime'));
    await bench.until('it is repaired', async () => (await bench.remediations())[0]?.['outcome'] === 'fixed');
    const [tried] = await tryOut(bench, [{ labels: serviceDown('realtime') }]);
    assert.equal(tried?.reason, 'cooldown');
  });

  it('tells of what asks for no repair, once for what is alike', async (t) => {
    const bench = await startQuiet(t);
    const { remediation: _, ...asksNothing } = serviceDown('web');
    const tried = await tryOut(bench, [
      { labels: serviceDown('web'), status: 'resolved' },
      { labels: { ...serviceDown('web'), severity: 'warning' }, status: 'resolved' },
      { labels: asksNothing },
      { labels: { ...serviceDown('web'), remediation: 'reboot' } },
    ]);
    assert.deepEqual(
      tried.map(({ would, reason }) => [would, reason]),
      [
        ['nothing', 'resolved'],
        ['nothing', 'no_remediation'],
        ['refuse', 'action_unknown'],
      ],
    );
  });

  it('refuses what is no payload, and more than it could look at', async (t) => {
    const bench = await startQuiet(t);
    const status = async (body: Row) => (await bench.post('/api/v1/dry-run', body)).status;
    assert.equal(await status({ hello: 'world' }), 422);
    const many = Array.from({ length: 11 }, (_, n) => ({ labels: schedulePastEnd(`s${n}`) }));
    assert.equal(await status(payload(many)), 422);
    assert.equal(await status({ filler: 'x'.repeat(1024 * 1024) }), 413);
  });

  it('is one at a time, since each costs looks at the platform', async (t) => {
    const bench = await startQuiet(t);
    bench.world.hang(2);
    const body = payload([{ labels: serviceDown('realtime') }]);
    const first = bench.post('/api/v1/dry-run', body);
    await bench.until('it has begun', () => bench.world.reads.length > 0);
    assert.equal((await bench.post('/api/v1/dry-run', body)).status, 409);
    await bench.pass(20_000);
    assert.equal((await first).status, 200);
  });
});

describe('the ledger for trials', () => {
  it('takes what gates note for itself, and refuses all other writing', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'trial-'));
    const ledger = openLedger(folder);
    t.after(() => {
      ledger.close();
      rmSync(folder, { recursive: true });
    });
    ledger.leases.take('process/a', 1);
    const trial = ledger.trial();
    assert.equal(trial.leases.take('process/a', 2), false);
    assert.equal(trial.leases.take('process/b', 2), true);
    trial.restartCounts.note([{ app: 'web', pmId: 1, restarts: 4 }], 5);
    assert.equal(ledger.leases.holder('process/b'), null);
    assert.equal(ledger.restartCounts.increase('web', 0).from, null);
    assert.throws(() => trial.stops.stop('operator', 'x', 3), /readonly/);
    assert.throws(() => trial.deliveries.store([{ body: Buffer.from('{}'), alerts: [] }], 3), /readonly/);
    trial.close();
    assert.equal(ledger.journal.height(), 0);
  });
});
