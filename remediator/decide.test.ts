import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { STORE_FILE } from '../core/journal/read-store.ts';
import { type Bench, serviceDown, startBench } from './bench.test-support.ts';
import { gates } from './gates/index.ts';

const LABELS = serviceDown('realtime');

/** The targets of all episodes that were opened, read as another program would. */
function episodes({ dataDir }: Bench): unknown[] {
  const db = new DatabaseSync(join(dataDir, 'store', STORE_FILE), { readOnly: true });
  try {
    return db
      .prepare('SELECT target FROM episodes')
      .all()
      .map(({ target }) => target);
  } finally {
    db.close();
  }
}

describe('deciding', () => {
  it('begins an episode once the target was seen to exist, and not for what was refused before', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    bench.alertmanager.fire(LABELS, bench.clock.now(), 'suppressed');
    await bench.deliver([{ labels: LABELS }]);
    await bench.pass(1_000);
    assert.deepEqual(episodes(bench), []);
    bench.world.hung.clear();
    await bench.alert(LABELS);
    await bench.pass(1_000);
    assert.equal((await bench.decisions()).at(-1)?.['reason'], 'already_good');
    assert.deepEqual(episodes(bench), ['process/vizora-realtime']);
  });

  it('does nothing where there is nothing that could be done, whatever the gates say', async (t) => {
    const bench = await startBench(t, { gates: gates.filter(({ name }) => name !== 'precondition') });
    Object.assign(bench.world.processes[2] ?? {}, { status: 'stopped', pid: 0, startedAt: null });
    await bench.alert(LABELS);
    await bench.pass(10_000);
    const decision = (await bench.decisions()).find(({ source }) => source === 'webhook');
    assert.deepEqual([decision?.['decision'], decision?.['reason']], ['refuse', 'evidence_unknown']);
    assert.deepEqual([await bench.remediations(), bench.world.acts], [[], []]);
  });

  it('tells the second of two who ask alike that it was begun for the first', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    bench.alertmanager.fire(LABELS, bench.clock.now());
    await bench.deliver([{ labels: LABELS }, { labels: LABELS }]);
    await bench.pass(10_000);
    const decided = (await bench.decisions()).filter(({ source }) => source === 'webhook');
    assert.deepEqual(
      decided.map(({ decision, reason }) => [decision, reason]),
      [
        ['act', 'fault_confirmed'],
        ['refuse', 'in_progress'],
      ],
    );
    assert.deepEqual(decided[1]?.['gates'], [
      { gate: 'lease', passed: false, saw: 'remediation r1 was begun for the same target' },
    ]);
    assert.equal(bench.world.acts.length, 1);
  });

  it('looks once at what it may only observe, and again when somebody asks', async (t) => {
    const bench = await startBench(t, { remediator: { mode: 'observe' } });
    bench.world.hang(2);
    const looks = () => bench.world.reads.filter((read) => read.startsWith('probe')).length;
    await bench.alert(LABELS);
    await bench.pass(10_000);
    const once = looks();
    assert.ok(once > 0, 'the first look is careful');
    await bench.pass(180_000);
    assert.equal(looks(), once, 'what stands was explored before');
    await bench.deliver([{ labels: LABELS }]);
    await bench.pass(10_000);
    assert.equal(looks(), 2 * once);
    assert.deepEqual(bench.world.acts, []);
  });
});
