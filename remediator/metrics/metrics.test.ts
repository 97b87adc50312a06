import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Bench, schedulePastEnd, serviceDown, startBench } from '../bench.test-support.ts';

const HOUR = 3_600_000;

const fixed = (bench: Bench) => async () => (await bench.remediations()).at(-1)?.['outcome'] === 'fixed';

/** The value of one series, by its name with labels; undefined where there is none. */
async function sampled(bench: Bench, series: string): Promise<number | undefined> {
  const line = (await bench.metrics()).split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}

const took = (part: 'count' | 'sum', action: string, phase: string) =>
  `vizora_remediation_phase_duration_seconds_${part}{action="${action}",phase="${phase}"}`;

describe('what the remediator says of itself', () => {
  it('is how long each part of a repair took, and a restart does not forget it', async (t) => {
    const bench = await startBench(t);
    const action = 'restart_process';
    for (const phase of ['alert', 'decide', 'act', 'verify']) {
      assert.equal(await sampled(bench, took('count', action, phase)), 0, 'a series before the first');
    }
    bench.world.hang(2);
    bench.alertmanager.fire(serviceDown('realtime'), bench.clock.now() - 30_000);
    await bench.until('it is found and repaired', fixed(bench));
    const check = async (one: Bench) => {
      for (const phase of ['alert', 'decide', 'act', 'verify']) {
        assert.equal(await sampled(one, took('count', action, phase)), 1, phase);
      }
      const alert = (await sampled(one, took('sum', action, 'alert'))) ?? 0;
      assert.ok(alert >= 30 && alert < 120, `told after ${alert} s`);
      assert.ok(((await sampled(one, took('sum', action, 'decide'))) ?? 0) >= 4, 'three looks, 2 s apart');
      assert.ok(((await sampled(one, took('sum', action, 'verify'))) ?? 0) >= 60, 'it must stay away');
    };
    await check(bench);
    await bench.kill();
    await check(await startBench(t, { after: bench }));
  });

  it('is what the budgets still allow, within the hour and within the day', async (t) => {
    const bench = await startBench(t, { remediator: { budget: { per_hour: 3, per_day: 2 } } });
    const left = (action: string, window: string) =>
      sampled(bench, `vizora_remediation_budget_left{action="${action}",window="${window}"}`);
    const all = async () => [
      await left('all', 'hour'),
      await left('all', 'day'),
      await left('deactivate_schedule', 'hour'),
      await left('restart_process', 'hour'),
    ];
    assert.deepEqual(await all(), [3, 2, 20, 6]);
    const labels = schedulePastEnd(bench.world.endSchedule(1));
    await bench.alert(labels);
    await bench.until('it is repaired', fixed(bench));
    bench.alertmanager.resolve(labels);
    assert.deepEqual(await all(), [2, 1, 19, 6]);
    bench.clock.advance(HOUR);
    assert.deepEqual(await all(), [3, 1, 20, 6]);
    bench.clock.advance(23 * HOUR);
    assert.deepEqual(await all(), [3, 2, 20, 6]);
  });

  it('is each repair of a day, with what, why and how it ended, and no longer', async (t) => {
    const bench = await startBench(t);
    const labels = schedulePastEnd(bench.world.endSchedule(1));
    await bench.alert(labels);
    await bench.until('it is repaired', fixed(bench));
    bench.alertmanager.resolve(labels);
    const [repair] = await bench.remediations();
    const id = String(repair?.['id']);
    const ended =
      `vizora_remediation_recent_ended_timestamp_seconds{id="${id}",action="deactivate_schedule",` +
      `incident="schedule_past_end",org="${labels['org']}",target_kind="schedule",target_id="${labels['target_id']}",outcome="fixed"}`;
    const took = `vizora_remediation_recent_duration_seconds{id="${id}"}`;
    const [decided = 0, finished = 0] = ['decided_at', 'finished_at'].map(
      (time) => new Date(String(repair?.[time])).getTime() / 1_000,
    );
    assert.ok(finished > decided);
    assert.equal(await sampled(bench, ended), finished);
    assert.equal((await sampled(bench, took))?.toFixed(3), (finished - decided).toFixed(3));
    bench.clock.advance(24 * HOUR);
    assert.equal(await sampled(bench, ended), undefined);
    assert.equal(await sampled(bench, took), undefined);
  });

  it('is how long repairs took that helped, and which a person took back, each once; a restart forgets neither', async (t) => {
    const bench = await startBench(t);
    const action = 'deactivate_schedule';
    const took = (part: string) => `vizora_remediation_repair_duration_seconds_${part}`;
    const undone = `vizora_remediations_undone_total{action="${action}"}`;
    assert.equal(await sampled(bench, undone), 0, 'a series before the first');
    assert.equal(
      await sampled(bench, `${took('count')}{action="${action}"}`),
      0,
      'a series before the first',
    );
    await bench.alert(schedulePastEnd(bench.world.endSchedule(1)));
    await bench.until('it is repaired', fixed(bench));
    assert.equal(await sampled(bench, undone), 0, 'a repair alone takes nothing back');
    assert.equal((await bench.post('/api/v1/remediations/r1/undo')).status, 200);
    assert.equal((await bench.post('/api/v1/remediations/r1/undo')).status, 409);
    const check = async (one: Bench) => {
      assert.equal(await sampled(one, undone), 1);
      assert.equal(await sampled(one, `${took('count')}{action="${action}"}`), 1);
      assert.equal(await sampled(one, `${took('bucket')}{le="900",action="${action}"}`), 1);
      assert.ok(((await sampled(one, `${took('sum')}{action="${action}"}`)) ?? 0) >= 5, 'it settles first');
    };
    await check(bench);
    await bench.kill();
    await check(await startBench(t, { after: bench }));
  });

  it('is how many alerts came, by what they say of themselves', async (t) => {
    const bench = await startBench(t);
    const labels = serviceDown('web');
    await bench.deliver([{ labels }, { labels: serviceDown('realtime') }, { labels, status: 'resolved' }]);
    assert.equal(await sampled(bench, 'vizora_remediator_alerts_total{status="firing"}'), 2);
    assert.equal(await sampled(bench, 'vizora_remediator_alerts_total{status="resolved"}'), 1);
  });

  it('is that a mass failure holds it, as long as it does', async (t) => {
    const bench = await startBench(t);
    const series = 'vizora_remediation_mass_failure_active{org="platform",action="restart_process"}';
    bench.world.hang(2);
    bench.world.hang(3);
    bench.alertmanager.fire(serviceDown('web'), bench.clock.now());
    await bench.alert(serviceDown('realtime'));
    await bench.until('it is held', async () => (await sampled(bench, series)) === 1);
    assert.deepEqual(bench.world.acts, []);
    bench.alertmanager.resolve(serviceDown('web'));
    bench.alertmanager.resolve(serviceDown('realtime'));
    await bench.until('it is over', async () => (await sampled(bench, series)) === undefined);
  });

  it('is which silences hold it, by whom and until when, and of others nothing', async (t) => {
    const bench = await startBench(t);
    const endsAt = new Date(bench.clock.now() + 3_600_000).toISOString();
    const made = { matchers: [], comment: 'we are at it', endsAt };
    const pause = [{ name: 'remediator', value: 'pause', isRegex: false, isEqual: true }];
    bench.alertmanager.silences = [
      { id: 's1', createdBy: 'ada "the\nfirst"', status: { state: 'active' }, ...made },
      { id: 's2', createdBy: 'about something else', status: { state: 'active' }, ...made },
      { id: 's3', createdBy: 'grace', status: { state: 'active' }, ...made, matchers: pause },
      { id: 's4', createdBy: 'over', status: { state: 'expired' }, ...made, matchers: pause },
    ];
    bench.alertmanager.fire(serviceDown('web'), bench.clock.now(), 'suppressed');
    const told = async () =>
      [
        ...(await bench.metrics()).matchAll(
          /^vizora_remediation_silence_end_timestamp_seconds(\{.*\} .*)$/gm,
        ),
      ].map(([, rest]) => rest);
    await bench.until('they are told', async () => (await told()).length > 0);
    const end = Date.parse(endsAt) / 1_000;
    assert.deepEqual(await told(), [
      `{silence_id="s1",created_by="ada \\"the first\\""} ${end}`,
      `{silence_id="s3",created_by="grace"} ${end}`,
    ]);
    bench.alertmanager.silences = [];
    bench.alertmanager.resolve(serviceDown('web'));
    await bench.until('nothing holds it', async () => (await told()).length === 0);
  });

  it('is when the Watchdog last came by the real route, and through which codes deliveries went', async (t) => {
    const bench = await startBench(t);
    const seen = 'vizora_remediator_last_watchdog_timestamp_seconds';
    assert.equal(await sampled(bench, seen), undefined);
    await bench.deliver([{ labels: { alertname: 'Watchdog', severity: 'none' } }]);
    await bench.pass(1_000);
    assert.ok(Math.abs(((await sampled(bench, seen)) ?? 0) - bench.clock.now() / 1_000) < 5);
    await bench.deliver([{ labels: serviceDown('web') }], 'wrong');
    assert.equal(await sampled(bench, 'vizora_remediator_deliveries_total{code="401"}'), 1);
    assert.equal(await sampled(bench, 'vizora_remediator_deliveries_total{code="200"}'), 1);
  });
});
