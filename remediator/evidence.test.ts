import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Bench, schedulePastEnd, serviceDown, startBench } from './bench.test-support.ts';
import { startFakeAlertmanager } from './world/fake-alertmanager.test-support.ts';

const outcomes = async (bench: Bench) => (await bench.remediations()).map(({ outcome }) => outcome);
const finished = (bench: Bench, count: number) => async () =>
  (await outcomes(bench)).filter((outcome) => outcome !== null).length === count;
const reasons = async (bench: Bench) => (await bench.decisions()).map(({ reason }) => reason);

describe('invariant 3: act only on fresh first-hand evidence', () => {
  const blinded: [string, (bench: Bench) => void, string][] = [
    ['PM2 does not answer', ({ world }) => Object.assign(world, { pm2Silent: true }), 'inventory_unreadable'],
    [
      'the probe cannot tell',
      (bench) => {
        bench.world.probe = async () => ({ at: bench.clock.now(), outcome: 'unknown', detail: '429' });
      },
      'evidence_unknown',
    ],
    [
      'the probe answers once',
      (bench) => {
        let looks = 0;
        bench.world.probe = async () => ({
          at: bench.clock.now(),
          outcome: looks++ % 2 === 0 ? 'down' : 'up',
          detail: '',
        });
      },
      'already_good',
    ],
  ];
  for (const [what, blind, reason] of blinded) {
    it(`nothing is restarted when ${what}`, async (t) => {
      const bench = await startBench(t);
      bench.world.hang(2);
      blind(bench);
      await bench.alert(serviceDown('realtime'));
      await bench.pass(60_000);
      assert.equal((await reasons(bench))[0], reason);
      assert.deepEqual(bench.world.acts, []);
    });
  }

  it('nothing is switched off while the platform cannot be read', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.endSchedule(1);
    bench.world.platformDown = true;
    await bench.alert(schedulePastEnd(id));
    await bench.pass(60_000);
    assert.equal((await reasons(bench))[0], 'inventory_unreadable');
    assert.deepEqual(bench.world.acts, []);
  });

  it('nothing is switched off whose end date cannot be read', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.endSchedule(1);
    Object.assign(bench.world.schedules.get(id) ?? {}, { endDate: 'soon' });
    await bench.alert(schedulePastEnd(id));
    await bench.pass(60_000);
    assert.equal((await reasons(bench))[0], 'evidence_unknown');
    assert.deepEqual(bench.world.acts, []);
  });

  it('nothing is done when Alertmanager cannot say that the alert still stands', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    bench.alertmanager.broken = true;
    await bench.alert(serviceDown('realtime'));
    await bench.pass(60_000);
    assert.deepEqual(await reasons(bench), ['alertmanager_unreachable']);
    assert.deepEqual(bench.world.acts, []);
  });

  it('nothing is done while one of two Alertmanagers does not answer, which may know of a silence', async (t) => {
    const both = await Promise.all([startFakeAlertmanager(), startFakeAlertmanager()]);
    t.after(() => Promise.all(both.map((one) => one.close())));
    const bench = await startBench(t, { remediator: { alertmanager_urls: both.map(({ url }) => url) } });
    bench.world.hang(2);
    const [one, other] = both;
    one.fire(serviceDown('realtime'), bench.clock.now());
    other.fire(serviceDown('realtime'), bench.clock.now(), 'suppressed');
    other.broken = true;
    await bench.deliver([{ labels: serviceDown('realtime') }]);
    await bench.pass(60_000);
    assert.deepEqual(await reasons(bench), ['alertmanager_unreachable']);
    assert.deepEqual(bench.world.acts, []);
    other.broken = false;
    other.fire(serviceDown('realtime'), bench.clock.now());
    await bench.until('both say that it is active', () => bench.world.acts.length === 1);
  });
});

describe('invariant 4: fixed means verified, independently of the act', () => {
  it('an act that reports success and changes nothing is not fixed', async (t) => {
    const bench = await startBench(t, { remediator: { actions: { deactivate_schedule: { attempts: 1 } } } });
    bench.world.lies = true;
    await bench.alert(schedulePastEnd(bench.world.endSchedule(1)));
    await bench.until('it is over', finished(bench, 1));
    assert.deepEqual(await outcomes(bench), ['not_fixed']);
  });

  it('an act that reports failure and helped all the same is fixed', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    bench.world.onAct = () => {
      bench.world.hung.clear();
      throw new Error('the connection was cut');
    };
    await bench.alert(serviceDown('realtime'));
    await bench.until('it is over', finished(bench, 1));
    const [remediation] = await bench.remediations();
    assert.equal(remediation?.['outcome'], 'fixed');
    assert.match(String(remediation?.['detail']), /the connection was cut/);
  });

  it('a process that goes on crashing is not fixed, however good it looks in between', async (t) => {
    const bench = await startBench(t, { remediator: { actions: { restart_process: { attempts: 1 } } } });
    bench.world.hang(2);
    await bench.alert(serviceDown('realtime'));
    await bench.until('the act is over', () => bench.world.acts.length === 1);
    for (let crashes = 0; crashes < 12; crashes++) {
      await bench.pass(20_000);
      const realtime = bench.world.processes[2];
      assert.ok(realtime);
      Object.assign(realtime, { pid: realtime.pid + 1, restarts: realtime.restarts + 1 });
    }
    assert.deepEqual(await outcomes(bench), ['not_fixed']);
  });
});
