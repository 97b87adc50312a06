import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Bench, displayError, startBench } from '../bench.test-support.ts';
import { displayId } from '../world/fake-displays.test-support.ts';

const MINUTE = 60_000;
const outcomes = async (bench: Bench) => (await bench.remediations()).map(({ outcome }) => outcome);
const ended = (bench: Bench) =>
  bench.until(
    'it is over',
    async () => !(await outcomes(bench)).includes(null) && (await outcomes(bench)).length === 1,
    20 * MINUTE,
  );

describe('reset_display', () => {
  it('sets a display in error to offline, and is fixed once it stayed out of error for ten minutes', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.fleet.fail(5);
    const actedAt = bench.clock.now();
    await bench.alert(displayError(id));
    await bench.pass(10 * MINUTE);
    assert.deepEqual(await outcomes(bench), [null], 'ten minutes are not over since the act');
    await ended(bench);
    assert.deepEqual(bench.world.acts, [{ verb: 'setDisplayStatus', on: id, value: 'offline' }]);
    const [remediation] = await bench.remediations();
    assert.equal(remediation?.['outcome'], 'fixed');
    assert.deepEqual([remediation?.['before'], remediation?.['after']].map(status), ['error', 'offline']);
    assert.ok(Date.parse(String(remediation?.['finished_at'])) - actedAt >= 10 * MINUTE);
    const looks = bench.world.reads.filter((read) => read === `display ${id}`);
    assert.ok(looks.length < 20, `${looks.length} looks`);
  });

  it('is not fixed when the display is in error again within the ten minutes, and people are told once', async (t) => {
    const bench = await startBench(t);
    await bench.alert(displayError(bench.world.fleet.fail(5)));
    await bench.pass(9 * MINUTE);
    bench.world.fleet.fail(5);
    await ended(bench);
    await bench.pass(10 * MINUTE);
    assert.deepEqual(await outcomes(bench), ['not_fixed']);
    assert.equal((await bench.metrics()).match(/^vizora_remediation_escalated\{.*\} 1$/gm)?.length, 1);
  });

  it('is not fixed when the platform took it and changed nothing', async (t) => {
    const bench = await startBench(t);
    bench.world.lies = true;
    await bench.alert(displayError(bench.world.fleet.fail(5)));
    await ended(bench);
    assert.deepEqual(await outcomes(bench), ['not_fixed']);
  });

  it('cannot tell whether it helped when somebody disabled the display meanwhile', async (t) => {
    const bench = await startBench(t);
    await bench.alert(displayError(bench.world.fleet.fail(5)));
    await bench.until('it was reset', () => bench.world.acts.length === 1);
    bench.world.fleet.get(5).isDisabled = true;
    await ended(bench);
    assert.deepEqual(await outcomes(bench), ['unknown']);
  });

  const left: [string, (bench: Bench) => void, string][] = [
    [
      'it is not in error',
      ({ world }) => Object.assign(world.fleet.get(5), { status: 'online' }),
      'already_good',
    ],
    [
      'it is disabled',
      ({ world }) => Object.assign(world.fleet.get(5), { isDisabled: true }),
      'disabled_by_person',
    ],
    [
      'its status is a word that nobody knows',
      ({ world }) => Object.assign(world.fleet.get(5), { status: 'odd' }),
      'evidence_unknown',
    ],
    ['it is gone', ({ world }) => world.fleet.displays.delete(displayId(5)), 'target_unknown'],
    [
      'the platform does not answer',
      ({ world }) => Object.assign(world, { platformDown: true }),
      'inventory_unreadable',
    ],
  ];
  for (const [when, arrange, reason] of left) {
    it(`leaves a display alone when ${when}`, async (t) => {
      const bench = await startBench(t);
      bench.world.fleet.fail(5);
      arrange(bench);
      await bench.alert(displayError(displayId(5)));
      await bench.until('it was decided', async () => (await bench.decisions()).length > 0);
      assert.equal((await bench.decisions())[0]?.['reason'], reason);
      assert.deepEqual(bench.world.acts, []);
    });
  }

  it('does nothing to a display that was changed between evidence and act', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.fleet.fail(5);
    let looks = 0;
    bench.world.fleet.onRead = () => {
      // After the look that is the evidence: inventory, evidence, act.
      looks += 1;
      if (looks === 2)
        bench.world.fleet.get(5).updatedAt = new Date(bench.clock.now()).toISOString().replace('Z', '1Z');
    };
    await bench.alert(displayError(id));
    await ended(bench);
    assert.deepEqual(await outcomes(bench), ['skipped']);
    assert.deepEqual(bench.world.acts, []);
  });

  it('is taken up after a crash by looking, and never done again', async (t) => {
    const bench = await startBench(t);
    await bench.alert(displayError(bench.world.fleet.fail(5)));
    await bench.until('it was reset', () => bench.world.acts.length === 1);
    await bench.kill();
    const next = await startBench(t, { after: bench });
    await ended(next);
    assert.deepEqual([await outcomes(next), next.world.acts.length], [['fixed'], 1]);
  });
});

const status = (row: unknown) => (row as { status: string }).status;
