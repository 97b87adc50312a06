import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { type Bench, type BenchOptions, serviceDown, startBench } from '../bench.test-support.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DUE = Date.UTC(2026, 10, 23, 3);
const decided = async (bench: Bench) =>
  (await bench.decisions()).map(({ decision, reason }) => `${decision} ${reason}`);
const outcomes = async (bench: Bench) => (await bench.remediations()).map(({ outcome }) => outcome);
const finished = (bench: Bench, count: number) => async () =>
  (await outcomes(bench)).filter((outcome) => outcome !== null).length === count;

const start = (t: TestContext, options: BenchOptions = {}) =>
  startBench(t, {
    ...options,
    config: { timezone: 'Etc/UTC' },
    remediator: { database_url: { env: 'MAINTENANCE_URL' }, reconcile_interval: '5m', ...options.remediator },
  });

/** Sleeps until this moment. */
async function passUntil(bench: Bench, at: number): Promise<void> {
  await bench.pass(at - bench.clock.now());
}

/** A remediator that has seen a night already, a minute before the next one is due. */
async function atNight(t: TestContext, options: BenchOptions = {}): Promise<Bench> {
  const bench = await start(t, options);
  bench.clock.set(DUE - 10 * MINUTE);
  await passUntil(bench, DUE - MINUTE);
  return bench;
}

describe('the nightly maintenance', () => {
  it('vacuums every configured table once it is three, one after the other, and is announced', async (t) => {
    const bench = await atNight(t);
    assert.deepEqual(bench.world.acts, []);
    await bench.until('it is done', finished(bench, 1));
    assert.deepEqual(
      bench.world.acts.map(({ verb, on }) => [verb, on]),
      ['Content', 'devices', 'AuditLog'].map((table) => ['vacuum', table]),
    );
    const [only] = await bench.remediations();
    assert.deepEqual(
      [only?.['action'], only?.['target'], only?.['outcome']],
      ['maintain_tables', 'table/all', 'fixed'],
    );
    const [decision] = await bench.decisions();
    assert.deepEqual([decision?.['source'], decision?.['decision']], ['timetable', 'act']);
    const told = bench.alertmanager.announced.map(({ labels }) => [labels['alertname'], labels['action']]);
    assert.deepEqual(told, [['RemediationPerformed', 'maintain_tables']]);
  });

  it('is done once in a night, restarts or not, and again in the next', async (t) => {
    const bench = await atNight(t);
    await bench.until('it is done', finished(bench, 1));
    await bench.kill();
    const next = await start(t, { after: bench });
    await passUntil(next, DUE + 3 * HOUR);
    assert.equal((await next.remediations()).length, 1);
    assert.deepEqual(await decided(next), ['act fault_confirmed'], 'and not asked for again');
    next.clock.set(DUE + 24 * HOUR - 10 * MINUTE);
    await next.until('the next night is done', finished(next, 2), 20 * MINUTE);
    assert.deepEqual(await outcomes(next), ['fixed', 'fixed']);
  });

  it('says so when nothing is to be done, and leaves out what was vacuumed lately', async (t) => {
    const bench = await atNight(t);
    const lately = { lastVacuumAt: DUE - HOUR, lastAnalyzeAt: DUE - HOUR };
    for (const table of ['Content', 'devices']) bench.world.tables.count(table, lately);
    await bench.until('it is done', finished(bench, 1));
    assert.deepEqual(
      bench.world.acts.map(({ on }) => on),
      ['AuditLog'],
    );

    const idle = await atNight(t);
    for (const table of ['Content', 'devices', 'AuditLog']) idle.world.tables.count(table, lately);
    await idle.pass(30 * MINUTE);
    assert.deepEqual(await decided(idle), ['refuse already_good']);
    const [{ gates } = {}] = await idle.decisions();
    assert.match(JSON.stringify(gates), /nothing is to be done: all 3 tables/);
    // That was its answer for this night.
    idle.world.tables.fill('AuditLog');
    await idle.pass(30 * MINUTE);
    assert.deepEqual(idle.world.acts, []);
  });

  it('waits while something stands against it, and is done when that is over', async (t) => {
    const bench = await atNight(t);
    const quiet = bench.world.tables.activity;
    bench.world.tables.activity = { ...quiet, backups: ['pg_dump'] };
    await bench.pass(HOUR);
    assert.deepEqual(await decided(bench), ['refuse database_busy']);
    bench.world.tables.activity = quiet;
    await bench.until('it is done', finished(bench, 1));
    assert.deepEqual(await outcomes(bench), ['fixed']);
  });

  it('is left out when it could not be begun within two hours, which is said', async (t) => {
    const bench = await atNight(t);
    bench.world.tables.activity = { ...bench.world.tables.activity, longestTransactionSeconds: 9_000 };
    await passUntil(bench, DUE + 2 * HOUR + 6 * MINUTE);
    bench.world.tables.activity = { ...bench.world.tables.activity, longestTransactionSeconds: 0 };
    await bench.pass(HOUR);
    assert.deepEqual(await decided(bench), ['refuse database_busy', 'refuse night_missed']);
    assert.deepEqual(bench.world.acts, []);
  });

  it('is done at the next start within its time, and said to be missed after it', async (t) => {
    const seen = await atNight(t);
    await seen.until('the first night is done', finished(seen, 1));
    await seen.kill();
    seen.clock.set(DUE + 25 * HOUR);
    const late = await start(t, { after: seen });
    await late.until('it is done an hour late', finished(late, 2));
    await late.kill();
    seen.clock.set(DUE + 51 * HOUR);
    const tooLate = await start(t, { after: seen });
    await tooLate.pass(30 * MINUTE);
    assert.equal((await decided(tooLate)).at(-1), 'refuse night_missed');
    assert.equal((await tooLate.remediations()).length, 2);
  });

  it('is not missed on the day on which the remediator is first started', async (t) => {
    const bench = await start(t);
    await bench.pass(HOUR);
    assert.deepEqual(await decided(bench), []);
  });

  const held: [what: string, reason: string, options: BenchOptions, arrange: (bench: Bench) => void][] = [
    ['a stop is in force', 'stopped', {}, (bench) => writeFileSync(join(bench.dataDir, 'store', 'stop'), '')],
    ['the mode is observe', 'observe', { remediator: { mode: 'observe' } }, () => undefined],
    [
      'a maintenance window is open',
      'maintenance',
      { remediator: { maintenance_windows: [{ starts: '0 2 * * *', for: '4h' }] } },
      () => undefined,
    ],
    ['all budgets are used up', 'total_budget', { remediator: { budget: { per_hour: 0 } } }, () => undefined],
    [
      'no Alertmanager answers',
      'alertmanager_unreachable',
      {},
      (bench) => {
        bench.alertmanager.broken = true;
      },
    ],
    [
      'the database does not answer',
      'inventory_unreadable',
      {},
      (bench) => {
        bench.world.tables.down = true;
      },
    ],
  ];
  for (const [what, reason, options, arrange] of held) {
    it(`is not done while ${what}`, async (t) => {
      const bench = await atNight(t, options);
      arrange(bench);
      await bench.pass(30 * MINUTE);
      assert.deepEqual(await decided(bench), [`refuse ${reason}`]);
      assert.deepEqual(bench.world.acts, []);
    });
  }

  it('does nothing and says nothing without an account that may vacuum', async (t) => {
    const bench = await startBench(t, { config: { timezone: 'Etc/UTC' } });
    bench.clock.set(DUE - 10 * MINUTE);
    await bench.pass(HOUR);
    assert.deepEqual(await decided(bench), []);
  });

  it('goes on with the others when one fails, has then failed, and tells people', async (t) => {
    const bench = await atNight(t);
    bench.world.takeAct = async ({ on }, effect) => {
      if (on === 'devices') throw new Error('not vacuumed: skipping "devices"');
      effect();
    };
    await bench.until('it is over', finished(bench, 1));
    assert.equal(bench.world.acts.length, 3);
    const [only] = await bench.remediations();
    assert.equal(only?.['outcome'], 'failed');
    assert.match(JSON.stringify(only), /devices: not vacuumed/);
    assert.match(
      await bench.metrics(),
      /vizora_remediation_escalated\{.*action="maintain_tables",reason="failed"\} 1/,
    );
  });

  it('tries again in the night after one that failed, and then people need not see to it', async (t) => {
    const bench = await atNight(t);
    bench.world.failure = new Error('not vacuumed');
    await bench.until('it is over', finished(bench, 1));
    bench.world.failure = null;
    bench.clock.set(DUE + 24 * HOUR - 10 * MINUTE);
    await bench.until('the next night is done', finished(bench, 2), 20 * MINUTE);
    assert.deepEqual(await outcomes(bench), ['failed', 'fixed']);
    assert.doesNotMatch(await bench.metrics(), /vizora_remediation_escalated\{/);
  });

  it('goes no further when somebody says stop in the middle of it', async (t) => {
    const bench = await atNight(t);
    bench.world.onAct = () => writeFileSync(join(bench.dataDir, 'store', 'stop'), '');
    await bench.until('it is over', finished(bench, 1));
    assert.equal(bench.world.acts.length, 1);
    assert.match(JSON.stringify(await bench.remediations()), /2 were not begun: stopped/);
  });

  it('is not repeated when the remediator was killed in the middle of it', async (t) => {
    const bench = await atNight(t);
    bench.world.onAct = () => new Promise(() => undefined);
    await bench.until('it was begun', () => bench.world.acts.length === 1);
    await bench.kill();
    bench.world.onAct = () => undefined;
    const next = await start(t, { after: bench });
    await next.until('what became of it is found out', finished(next, 1));
    await next.pass(HOUR);
    assert.equal(bench.world.acts.length, 1);
    assert.deepEqual(await outcomes(next), ['unknown']);
  });

  it('cannot be asked for by an alert', async (t) => {
    const bench = await start(t);
    await bench.alert({
      ...serviceDown('all'),
      incident: 'nightly_maintenance',
      target_kind: 'table',
      remediation: 'maintain_tables',
    });
    await bench.pass(MINUTE);
    assert.equal((await decided(bench))[0], 'refuse wrong_incident');
    assert.deepEqual(bench.world.acts, []);
  });

  it('is proposed to a person where the policy says so, and done once that is approved', async (t) => {
    const bench = await atNight(t, { remediator: { mode: 'approve' } });
    await bench.until('a person is asked', async () =>
      (await decided(bench)).includes('refuse awaiting_approval'),
    );
    const { proposals } = await bench.get('/api/v1/proposals');
    const [{ id, hash } = {}] = proposals as Record<string, unknown>[];
    const answer = await bench.post(`/api/v1/proposals/${id}/approve`, { hash, by: 'ann' });
    assert.equal(answer.status, 200, await answer.text());
    await bench.until('it is done', finished(bench, 1));
    assert.deepEqual(await outcomes(bench), ['fixed']);
  });
});
