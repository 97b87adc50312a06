import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import {
  type Bench,
  processErrored,
  schedulePastEnd,
  serviceDown,
  startBench,
} from './bench.test-support.ts';

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
const reasons = async (bench: Bench) => (await bench.decisions()).map(({ reason }) => reason);

describe('invariant 2: at most one effective execution per target and episode', () => {
  it('the same alert delivered 200 times in parallel leads to one restart', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    const labels = serviceDown('realtime');
    bench.alertmanager.fire(labels, bench.clock.now());
    const answers = await Promise.all(Array.from({ length: 200 }, () => bench.deliver([{ labels }])));
    assert.ok(answers.every(({ status }) => status === 200));
    await bench.until('it is repaired', finished(bench, 1));
    assert.deepEqual(bench.world.acts, [{ verb: 'restart', on: 2 }]);
    const decisions = (await bench.decisions()).filter(({ source }) => source === 'webhook');
    assert.equal(decisions.length, 200, 'each delivery has its decision');
    assert.equal(decisions.filter(({ decision }) => decision === 'act').length, 1);
    assert.equal(committed(bench, 'SELECT * FROM alerts WHERE decision_id IS NULL').length, 0);
  });

  it('the alerts of a service and of its process lead to one restart between them', async (t) => {
    const bench = await startBench(t);
    bench.world.giveUpOn(3);
    const both = [serviceDown('web'), processErrored('vizora-web'), processErrored('vizora-web:3')];
    for (const labels of both) bench.alertmanager.fire(labels, bench.clock.now());
    await Promise.all(Array.from({ length: 30 }, (_, n) => bench.deliver([{ labels: both[n % 3] ?? {} }])));
    await bench.until('it is repaired', finished(bench, 1));
    assert.equal(bench.world.acts.length, 1);
  });
});

describe('invariant 5: bounds are counted per canonical target, and survive restarts', () => {
  it('an attempt for the service is none left for its process, also in the next process', async (t) => {
    const options = { remediator: { actions: { restart_process: { attempts: 1, cooldown: '1s' } } } };
    const bench = await startBench(t, options);
    bench.world.hang(3);
    await bench.alert(serviceDown('web'));
    await bench.until('it is repaired', finished(bench, 1));
    await bench.kill();
    const next = await startBench(t, { ...options, after: bench });
    next.world.giveUpOn(3, 0);
    await next.alert(processErrored('vizora-web:3'));
    await next.pass(60_000);
    assert.ok((await reasons(next)).includes('attempts_exhausted'));
    assert.equal(next.world.acts.length, 1);
  });
});

describe('invariant 6: the blast radius is capped, and an empty set means nothing', () => {
  it('a population that cannot be read stops it', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.endSchedule(1);
    bench.world.onRead = () => {
      // The counting follows the looking up.
      bench.world.platformDown = true;
    };
    await bench.alert(schedulePastEnd(id));
    await bench.pass(1_000);
    assert.equal((await reasons(bench))[0], 'population_unknown');
    assert.deepEqual(bench.world.acts, []);
  });

  it('a population of none stops it', async (t) => {
    const bench = await startBench(t);
    bench.world.population = 0;
    await bench.alert(schedulePastEnd(bench.world.endSchedule(1)));
    await bench.pass(1_000);
    assert.equal((await reasons(bench))[0], 'population_unknown');
    assert.deepEqual(bench.world.acts, []);
  });

  it('two of three services broken at once are for people', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    bench.world.giveUpOn(3);
    bench.alertmanager.fire(serviceDown('realtime'), bench.clock.now());
    bench.alertmanager.fire(processErrored('vizora-web:3'), bench.clock.now());
    await bench.deliver([{ labels: serviceDown('realtime') }, { labels: processErrored('vizora-web:3') }]);
    await bench.pass(120_000);
    assert.deepEqual([...new Set(await reasons(bench))], ['mass_failure']);
    assert.deepEqual(bench.world.acts, []);
  });
});
