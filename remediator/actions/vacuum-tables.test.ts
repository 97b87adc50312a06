import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { type Bench, startBench, vacuumOverdue } from '../bench.test-support.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const decided = async (bench: Bench) =>
  (await bench.decisions()).map(({ decision, reason }) => `${decision} ${reason}`);
const outcomes = async (bench: Bench) => (await bench.remediations()).map(({ outcome }) => outcome);
const finished = (bench: Bench, count: number) => async () =>
  (await outcomes(bench)).filter((outcome) => outcome !== null).length === count;

/** With an account that may vacuum. */
const start = (t: TestContext, remediator = {}) =>
  startBench(t, { remediator: { database_url: { env: 'MAINTENANCE_URL' }, ...remediator } });

describe('a table full of dead rows', () => {
  it('is vacuumed, and fixed when a newer vacuum is read back', async (t) => {
    const bench = await start(t);
    bench.world.tables.fill('AuditLog');
    await bench.alert(vacuumOverdue('AuditLog'));
    await bench.until('it is repaired', finished(bench, 1));
    assert.deepEqual(bench.world.acts, [{ verb: 'vacuum', on: 'AuditLog' }]);
    assert.deepEqual(await outcomes(bench), ['fixed']);
    assert.equal((await bench.remediations())[0]?.['target'], 'table/AuditLog');
  });

  it('is left alone while no account is configured that may vacuum, and nothing is even read', async (t) => {
    const bench = await startBench(t);
    bench.world.tables.fill('AuditLog');
    bench.world.tables.down = true;
    await bench.alert(vacuumOverdue('AuditLog'));
    await bench.pass(30_000);
    assert.deepEqual(await decided(bench), ['refuse off']);
    assert.deepEqual(bench.world.acts, []);
  });

  const busy: [what: string, activity: Partial<Bench['world']['tables']['activity']>][] = [
    ['a transaction has been open for ten minutes', { longestTransactionSeconds: 600 }],
    ['a backup is made', { backups: ['pg_dump'] }],
    ['another vacuum is at work', { vacuums: 1 }],
    ['it is a replica', { isReplica: true }],
    ['not all sessions can be seen', { hiddenSessions: 1 }],
  ];
  for (const [what, activity] of busy) {
    it(`is not vacuumed while ${what}, but as soon as that is over`, async (t) => {
      const bench = await start(t);
      const quiet = bench.world.tables.activity;
      bench.world.tables.fill('AuditLog');
      bench.world.tables.activity = { ...quiet, ...activity };
      await bench.alert(vacuumOverdue('AuditLog'));
      await bench.pass(3 * MINUTE);
      assert.equal((await decided(bench))[0], 'refuse database_busy');
      assert.deepEqual(bench.world.acts, []);
      bench.world.tables.activity = quiet;
      await bench.until('it is repaired', finished(bench, 1));
      assert.deepEqual(await outcomes(bench), ['fixed']);
    });
  }

  const refused: [what: string, table: string, arrange: (bench: Bench) => void, reason: string][] = [
    ['is well', 'AuditLog', () => undefined, 'already_good'],
    ['is not counted', 'AuditLog', ({ world }) => world.tables.uncount('AuditLog'), 'evidence_unknown'],
    ['is gone', 'AuditLog', ({ world }) => void world.tables.drop('AuditLog'), 'target_unknown'],
    [
      'is not configured, which needs no look',
      'pg_authid',
      ({ world }) => Object.assign(world.tables, { down: true }),
      'target_unknown',
    ],
    [
      'cannot be read',
      'AuditLog',
      ({ world }) => Object.assign(world.tables, { down: true }),
      'inventory_unreadable',
    ],
    ['has a name that is none', 'x"; DROP TABLE users; --', () => undefined, 'invalid_target'],
  ];
  for (const [what, table, arrange, reason] of refused) {
    it(`is left alone when it ${what}`, async (t) => {
      const bench = await start(t);
      arrange(bench);
      await bench.alert(vacuumOverdue(table));
      await bench.pass(30_000);
      assert.equal((await decided(bench))[0], `refuse ${reason}`);
      assert.deepEqual(bench.world.acts, []);
    });
  }

  it('is left alone when it was vacuumed by somebody else after the evidence', async (t) => {
    const bench = await start(t);
    bench.world.tables.fill('AuditLog');
    let reads = 0;
    bench.world.tables.onRead = () => {
      // Looked up, seen, and looked at once more before the act.
      reads += 1;
      if (reads === 2) bench.world.tables.count('AuditLog', { lastVacuumAt: bench.clock.now() });
    };
    await bench.alert(vacuumOverdue('AuditLog'));
    await bench.until('it is over', finished(bench, 1));
    assert.deepEqual(await outcomes(bench), ['skipped']);
    assert.deepEqual(bench.world.acts, []);
  });

  it('is not begun when something came between after the evidence', async (t) => {
    const bench = await start(t);
    bench.world.tables.fill('AuditLog');
    let reads = 0;
    bench.world.tables.onRead = () => {
      reads += 1;
      if (reads === 2) bench.world.tables.activity = { ...bench.world.tables.activity, backups: ['pg_dump'] };
    };
    await bench.alert(vacuumOverdue('AuditLog'));
    await bench.until('it is over', finished(bench, 1));
    assert.deepEqual(await outcomes(bench), ['refused']);
    assert.deepEqual(bench.world.acts, []);
  });

  it('is not fixed by a vacuum that changes nothing, and people hear of it once', async (t) => {
    const bench = await start(t);
    bench.world.tables.fill('AuditLog');
    bench.world.lies = true;
    await bench.alert(vacuumOverdue('AuditLog'));
    await bench.until('both attempts are over', finished(bench, 2), 3 * HOUR);
    await bench.pass(30 * MINUTE);
    assert.deepEqual(await outcomes(bench), ['not_fixed', 'not_fixed']);
    const escalated = (await bench.metrics())
      .split('\n')
      .filter((line) => line.startsWith('vizora_remediation_escalated{'));
    assert.equal(escalated.length, 1);
  });

  it('is not fixed because its dead rows are no longer counted', async (t) => {
    const bench = await start(t);
    bench.world.tables.fill('AuditLog');
    bench.world.lies = true;
    bench.world.onAct = () => bench.world.tables.count('AuditLog', { deadRows: 0, lastVacuumAt: null });
    await bench.alert(vacuumOverdue('AuditLog'));
    await bench.until('it is over', finished(bench, 1));
    assert.deepEqual(await outcomes(bench), ['not_fixed']);
  });

  it('has failed when PostgreSQL skips it', async (t) => {
    const bench = await start(t);
    bench.world.tables.fill('AuditLog');
    bench.world.failure = new Error('not vacuumed: skipping "AuditLog"');
    await bench.alert(vacuumOverdue('AuditLog'));
    await bench.until('it is over', finished(bench, 1));
    const [only] = await bench.remediations();
    assert.equal(only?.['outcome'], 'failed');
    assert.match(JSON.stringify(only), /skipping/);
  });

  it('is one of several that may be overdue at once', async (t) => {
    const bench = await start(t);
    for (const table of ['Content', 'devices', 'AuditLog']) {
      bench.world.tables.fill(table);
      await bench.alert(vacuumOverdue(table));
    }
    await bench.until('all are repaired', finished(bench, 3));
    assert.deepEqual(await outcomes(bench), ['fixed', 'fixed', 'fixed']);
  });
});
