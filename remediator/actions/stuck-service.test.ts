import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Bench, serviceStuck, startBench } from '../bench.test-support.ts';

const decided = async (bench: Bench) =>
  (await bench.decisions()).map(({ decision, reason }) => `${decision} ${reason}`);
const outcomes = async (bench: Bench) => (await bench.remediations()).map(({ outcome }) => outcome);
const finished = (bench: Bench, count: number) => async () =>
  (await outcomes(bench)).filter((outcome) => outcome !== null).length === count;
const realtime = serviceStuck('realtime');

describe('a realtime that does not come back to what is well', () => {
  it('is restarted, and counts as fixed when it has been ready for a minute', async (t) => {
    const bench = await startBench(t);
    bench.world.host.stuckOn.add('redis');
    await bench.alert(realtime);
    await bench.until('it was restarted', () => bench.world.acts.length === 1);
    const actedAt = bench.clock.now();
    await bench.until('the repair is verified', finished(bench, 1));
    assert.deepEqual(bench.world.acts, [{ verb: 'restart', on: 2 }]);
    assert.deepEqual(await outcomes(bench), ['fixed']);
    assert.ok(bench.clock.now() - actedAt >= 60_000);
  });

  it('is seen stuck for longer than it tries to reconnect before anything is done', async (t) => {
    const bench = await startBench(t);
    bench.world.host.stuckOn.add('redis');
    await bench.alert(realtime);
    await bench.pass(14_000);
    bench.world.host.stuckOn.clear();
    await bench.pass(60_000);
    assert.equal((await decided(bench))[0], 'refuse already_good');
    assert.deepEqual(bench.world.acts, []);
  });

  const left: [what: string, arrange: (bench: Bench) => void, reason: string][] = [
    ['is ready', () => undefined, 'already_good'],
    [
      'has lost what is really down',
      ({ world }) => {
        world.host.own.redis = 'down';
      },
      'evidence_unknown',
    ],
    [
      'blames what we have no connection to',
      ({ world }) => {
        world.host.stuckOn.add('database');
        world.host.own.database = null;
      },
      'evidence_unknown',
    ],
    [
      'blames two, of which we cannot tell about one',
      ({ world }) => {
        world.host.stuckOn.add('database').add('redis');
        world.host.own.redis = 'unknown';
      },
      'evidence_unknown',
    ],
  ];
  for (const [what, arrange, reason] of left) {
    it(`is left alone when it ${what}`, async (t) => {
      const bench = await startBench(t);
      arrange(bench);
      await bench.alert(realtime);
      await bench.pass(30_000);
      assert.equal((await decided(bench))[0], `refuse ${reason}`);
      assert.deepEqual(bench.world.acts, []);
    });
  }

  for (const service of ['middleware', 'web']) {
    it(`is the only one: ${service} is no target`, async (t) => {
      const bench = await startBench(t);
      bench.world.host.stuckOn.add('redis');
      await bench.alert(serviceStuck(service));
      await bench.pass(30_000);
      assert.deepEqual(await decided(bench), ['refuse invalid_target']);
      assert.deepEqual(bench.world.acts, []);
    });
  }

  it('is not well while what it needs is down after the restart', async (t) => {
    const bench = await startBench(t);
    bench.world.host.stuckOn.add('redis');
    bench.world.onAct = () => {
      bench.world.host.own.redis = 'down';
    };
    await bench.alert(realtime);
    await bench.until('it is over', finished(bench, 1));
    assert.deepEqual(await outcomes(bench), ['unknown']);
  });

  it('is restarted again after half an hour and not before, and then left to people', async (t) => {
    const bench = await startBench(t);
    bench.world.host.stuckOn.add('redis');
    bench.world.lies = true;
    await bench.alert(realtime);
    await bench.until('the first attempt is over', finished(bench, 1));
    const [first] = await bench.remediations();
    await bench.until('the second began', () => bench.world.acts.length === 2, 2_400_000);
    assert.ok(bench.clock.now() - Date.parse(String(first?.['finished_at'])) >= 1_800_000);
    await bench.until('the second is over', finished(bench, 2));
    await bench.alert(realtime);
    await bench.pass(600_000);
    assert.deepEqual(await outcomes(bench), ['not_fixed', 'not_fixed']);
    const escalated = (await bench.metrics())
      .split('\n')
      .filter((line) => line.startsWith('vizora_remediation_escalated{'));
    assert.equal(escalated.length, 1);
    assert.match(String(escalated[0]), /incident="service_stuck".*reason="not_fixed"/);
  });
});
