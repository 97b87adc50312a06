import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Bench, processMemoryHigh, startBench } from '../bench.test-support.ts';

const MINUTE = 60_000;
const decided = async (bench: Bench) =>
  (await bench.decisions()).map(({ decision, reason }) => `${decision} ${reason}`);
const outcomes = async (bench: Bench) => (await bench.remediations()).map(({ outcome }) => outcome);
const finished = (bench: Bench, count: number) => async () =>
  (await outcomes(bench)).filter((outcome) => outcome !== null).length === count;

/** A process uses so much of its limit from now on. */
function uses(bench: Bench, pmId: number, percent: number): void {
  const process = bench.world.processes[pmId];
  assert.ok(process);
  Object.assign(process, { memoryBytes: percent, memoryLimitBytes: 100 });
}

describe('a process near its memory limit', () => {
  it('is reloaded once it has been seen there for ten minutes, and verified to be below what is told', async (t) => {
    const bench = await startBench(t);
    uses(bench, 1, 97);
    await bench.alert(processMemoryHigh('vizora-middleware:1'));
    await bench.pass(9 * MINUTE);
    assert.deepEqual(bench.world.acts, []);
    await bench.until('it is repaired', finished(bench, 1));
    assert.deepEqual(bench.world.acts, [{ verb: 'reload', on: 1 }]);
    assert.deepEqual(await outcomes(bench), ['fixed']);
    assert.equal((await bench.remediations())[0]?.['target'], 'process/vizora-middleware');
  });

  it('is restarted where it is no worker of a cluster, since PM2 can do no better', async (t) => {
    const bench = await startBench(t);
    uses(bench, 2, 95);
    await bench.alert(processMemoryHigh('vizora-realtime'));
    await bench.until('it is repaired', finished(bench, 1), 20 * MINUTE);
    assert.deepEqual(bench.world.acts, [{ verb: 'restart', on: 2 }]);
    assert.deepEqual(await outcomes(bench), ['fixed']);
  });

  it('is left to people between what is told and what is repaired', async (t) => {
    const bench = await startBench(t);
    uses(bench, 1, 94);
    await bench.alert(processMemoryHigh('vizora-middleware:1'));
    await bench.pass(15 * MINUTE);
    assert.equal((await decided(bench)).at(-1), 'refuse below_repair_level');
    assert.deepEqual(bench.world.acts, []);
  });

  it('begins its ten minutes anew with each break, and with each start of ours', async (t) => {
    const bench = await startBench(t);
    uses(bench, 1, 97);
    await bench.alert(processMemoryHigh('vizora-middleware:1'));
    await bench.pass(6 * MINUTE);
    uses(bench, 1, 94);
    await bench.pass(2 * MINUTE);
    uses(bench, 1, 97);
    await bench.pass(8 * MINUTE);
    assert.deepEqual(bench.world.acts, []);
    await bench.kill();
    const next = await startBench(t, { after: bench });
    await next.pass(9 * MINUTE);
    assert.deepEqual(bench.world.acts, []);
    await next.until('it is repaired', finished(next, 1));
    assert.equal(bench.world.acts.length, 1);
  });

  const refused: [what: string, arrange: (bench: Bench) => void, reason: string][] = [
    ['uses little', (bench) => uses(bench, 1, 84), 'already_good'],
    ['has no limit', () => undefined, 'already_good'],
    [
      'cannot be measured',
      (bench) => {
        uses(bench, 1, 97);
        Object.assign(bench.world.processes[1] ?? {}, { memoryBytes: null });
      },
      'evidence_unknown',
    ],
    [
      'belongs to a service that is not well',
      (bench) => {
        uses(bench, 1, 97);
        bench.world.hang(0);
      },
      'evidence_unknown',
    ],
  ];
  for (const [what, arrange, reason] of refused) {
    it(`is left alone when it ${what}`, async (t) => {
      const bench = await startBench(t);
      arrange(bench);
      await bench.alert(processMemoryHigh('vizora-middleware:1'));
      await bench.pass(15 * MINUTE);
      assert.equal((await decided(bench)).at(-1), `refuse ${reason}`);
      assert.deepEqual(bench.world.acts, []);
    });
  }

  it('is left alone in a storm of restarts, even one that ended in errored', async (t) => {
    const bench = await startBench(t);
    uses(bench, 1, 97);
    await bench.alert(processMemoryHigh('vizora-middleware:1'));
    await bench.pass(5 * MINUTE);
    bench.world.giveUpOn(0, 4);
    await bench.pass(7 * MINUTE);
    assert.equal((await decided(bench)).at(-1), 'refuse restart_storm');
    assert.deepEqual(bench.world.acts, []);
  });

  it('is left alone when it was started anew after the evidence', async (t) => {
    const bench = await startBench(t);
    uses(bench, 1, 97);
    await bench.alert(processMemoryHigh('vizora-middleware:1'));
    await bench.pass(9 * MINUTE);
    const probe = bench.world.probe;
    bench.world.probe = async (...about) => {
      Object.assign(bench.world.processes[1] ?? {}, { pid: 4_711 });
      return probe(...about);
    };
    await bench.until('it is over', finished(bench, 1));
    assert.deepEqual(await outcomes(bench), ['skipped']);
    assert.deepEqual(bench.world.acts, []);
  });

  it('is not fixed by a reload that changes nothing, and people hear of it once', async (t) => {
    const bench = await startBench(t);
    uses(bench, 1, 97);
    bench.world.lies = true;
    await bench.alert(processMemoryHigh('vizora-middleware:1'));
    await bench.until('it is over', finished(bench, 1), 20 * MINUTE);
    await bench.pass(30 * MINUTE);
    assert.deepEqual(await outcomes(bench), ['not_fixed']);
    const escalated = (await bench.metrics())
      .split('\n')
      .filter((line) => line.startsWith('vizora_remediation_escalated{'));
    assert.equal(escalated.length, 1);
    assert.match(String(escalated[0]), /action="reload_process",reason="not_fixed"/);
  });

  it('is not fixed by a reload after which it is high again at once', async (t) => {
    const bench = await startBench(t);
    uses(bench, 1, 97);
    await bench.alert(processMemoryHigh('vizora-middleware:1'));
    await bench.until('it is reloaded', () => bench.world.acts.length === 1, 20 * MINUTE);
    await bench.pass(1_000);
    uses(bench, 1, 85);
    await bench.until('it is over', finished(bench, 1));
    assert.deepEqual(await outcomes(bench), ['not_fixed']);
  });

  it('is not fixed when its service does not answer afterwards', async (t) => {
    const bench = await startBench(t);
    uses(bench, 1, 97);
    bench.world.onAct = () => bench.world.hang(0);
    await bench.alert(processMemoryHigh('vizora-middleware:1'));
    await bench.until('it is over', finished(bench, 1), 20 * MINUTE);
    assert.deepEqual(await outcomes(bench), ['not_fixed']);
  });

  it('is reloaded once in six hours', async (t) => {
    const bench = await startBench(t);
    const labels = processMemoryHigh('vizora-middleware:1');
    uses(bench, 1, 97);
    await bench.alert(labels);
    await bench.until('it is repaired', finished(bench, 1), 20 * MINUTE);
    bench.alertmanager.resolve(labels);
    await bench.pass(20 * MINUTE);
    uses(bench, 1, 97);
    await bench.alert(labels);
    await bench.pass(20 * MINUTE);
    assert.equal(bench.world.acts.length, 1);
    assert.equal((await decided(bench)).at(-1), 'refuse cooldown');
  });
});
