import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Bench,
  processErrored,
  schedulePastEnd,
  serviceDown,
  startBench,
} from './bench.test-support.ts';

const outcomes = async (bench: Bench) =>
  (await bench.remediations()).map(({ target, attempt, outcome }) => [target, attempt, outcome]);
const decided = async (bench: Bench) =>
  (await bench.decisions()).map(({ decision, reason }) => `${decision} ${reason}`);
const finished = (bench: Bench, count: number) => async () =>
  (await bench.remediations()).filter(({ outcome }) => outcome !== null).length === count;

describe('what an act came to', () => {
  it('calls a lying act not fixed, tries again within its attempts, and tells people once', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    bench.world.lies = true;
    await bench.alert(serviceDown('realtime'));
    await bench.until('both attempts are over', finished(bench, 2), 1_200_000);
    await bench.alert(serviceDown('realtime'));
    await bench.pass(600_000);
    assert.deepEqual(await outcomes(bench), [
      ['process/vizora-realtime', 1, 'not_fixed'],
      ['process/vizora-realtime', 2, 'not_fixed'],
    ]);
    assert.equal(bench.world.acts.length, 2);
    const labels =
      'org="platform",incident="service_down",target_kind="service",target_id="realtime",action="restart_process",reason="not_fixed"';
    const escalated = (await bench.metrics())
      .split('\n')
      .filter((line) => line.startsWith('vizora_remediation_escalated{'));
    assert.deepEqual(escalated, [`vizora_remediation_escalated{${labels}} 1`]);
  });

  it('ends the escalation when the fault is verified gone, and closes the episode after ten good minutes', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    bench.world.lies = true;
    await bench.alert(serviceDown('realtime'));
    await bench.until('both attempts are over', finished(bench, 2), 1_200_000);
    bench.alertmanager.resolve(serviceDown('realtime'));
    await bench.pass(120_000);
    const status = () => bench.get('/api/v1/status') as Promise<Record<string, unknown[]>>;
    assert.equal((await status())['escalated']?.length, 1, 'the alert is gone, the fault is not');
    bench.world.hung.clear();
    await bench.until('the escalation ends', async () => (await status())['escalated']?.length === 0);
    const gone = bench.clock.now();
    await bench.until(
      'the episode is closed',
      async () => (await status())['open_episodes']?.length === 0,
      1_200_000,
    );
    assert.ok(bench.clock.now() - gone >= 590_000);
  });

  it('gives a new episode its own attempts', async (t) => {
    const bench = await startBench(t, {
      remediator: { actions: { restart_process: { attempts: 1, cooldown: '1s' } } },
    });
    for (const count of [1, 2]) {
      bench.world.hang(2);
      await bench.alert(serviceDown('realtime'));
      await bench.until('it is repaired', finished(bench, count));
      bench.alertmanager.resolve(serviceDown('realtime'));
      await bench.pass(1_500_000);
    }
    assert.deepEqual(await outcomes(bench), [
      ['process/vizora-realtime', 1, 'fixed'],
      ['process/vizora-realtime', 1, 'fixed'],
    ]);
  });

  it('tells people when a fault comes back and no attempt is left, but not when it is merely an old alert', async (t) => {
    const bench = await startBench(t, { remediator: { actions: { restart_process: { attempts: 1 } } } });
    bench.world.hang(2);
    await bench.alert(serviceDown('realtime'));
    await bench.until('it is repaired', finished(bench, 1));
    await bench.pass(120_000);
    assert.doesNotMatch(await bench.metrics(), /^vizora_remediation_escalated\{/m);
    bench.world.hang(2);
    await bench.alert(serviceDown('realtime'));
    await bench.pass(120_000);
    assert.match(await bench.metrics(), /^vizora_remediation_escalated\{.*reason="attempts_exhausted"\} 1/m);
    assert.equal(bench.world.acts.length, 1);
  });

  it('tells people that an act failed, with what it said', async (t) => {
    const bench = await startBench(t, { remediator: { actions: { deactivate_schedule: { attempts: 1 } } } });
    const id = bench.world.endSchedule(1);
    bench.world.failure = new Error('forbidden for this role');
    await bench.alert(schedulePastEnd(id));
    await bench.until('it is over', finished(bench, 1));
    const [remediation] = await bench.remediations();
    assert.equal(remediation?.['outcome'], 'failed');
    assert.match(String(remediation?.['detail']), /forbidden for this role/);
    assert.match(await bench.metrics(), /^vizora_remediation_escalated\{.*reason="failed"\} 1/m);
  });

  it('calls it unknown when the platform cannot be read any more after the act', async (t) => {
    const bench = await startBench(t, { remediator: { actions: { deactivate_schedule: { attempts: 1 } } } });
    const id = bench.world.endSchedule(1);
    bench.world.onAct = () => {
      bench.world.platformDown = true;
    };
    await bench.alert(schedulePastEnd(id));
    await bench.until('it is over', finished(bench, 1));
    assert.deepEqual(await outcomes(bench), [[`schedule/${id}`, 1, 'unknown']]);
  });

  it('does not wait for ever for an act that does not answer', async (t) => {
    const bench = await startBench(t, { remediator: { actions: { restart_process: { attempts: 1 } } } });
    bench.world.hang(2);
    bench.world.onAct = () => new Promise(() => undefined);
    await bench.alert(serviceDown('realtime'));
    await bench.until('it is over', finished(bench, 1));
    const [remediation] = await bench.remediations();
    assert.equal(remediation?.['outcome'], 'failed');
    assert.match(String(remediation?.['detail']), /did not answer within 60 s/);
  });

  it('gives mass failure over to people once, until it is over', async (t) => {
    const bench = await startBench(t);
    for (let n = 0; n < 6; n++) {
      const labels = schedulePastEnd(bench.world.endSchedule(n));
      bench.alertmanager.fire(labels, bench.clock.now());
    }
    await bench.deliver(bench.alertmanager.alerts.map(({ labels }) => ({ labels })));
    await bench.pass(60_000);
    assert.deepEqual([...new Set(await decided(bench))], ['refuse mass_failure']);
    assert.deepEqual(bench.world.acts, []);
    const escalated = (await bench.metrics()).match(/^vizora_remediation_escalated\{.*/gm);
    assert.deepEqual(escalated, [
      'vizora_remediation_escalated{org="acme",incident="schedule_past_end",target_kind="schedule",target_id="many",action="deactivate_schedule",reason="mass_failure"} 1',
    ]);
    bench.alertmanager.alerts.splice(0);
    await bench.pass(720_000);
    assert.doesNotMatch(await bench.metrics(), /^vizora_remediation_escalated\{/m);
  });

  it('restarts once what PM2 gave up on after a storm of crashes, and leaves the rest to people', async (t) => {
    const bench = await startBench(t);
    await bench.pass(1_000);
    bench.world.giveUpOn(3, 16);
    bench.world.lies = true;
    await bench.alert(processErrored('vizora-web:3'));
    await bench.until('the attempt is over', finished(bench, 1));
    await bench.pass(300_000);
    assert.equal(bench.world.acts.length, 1);
    assert.ok((await decided(bench)).includes('refuse restart_storm'));
    assert.match(await bench.metrics(), /^vizora_remediation_escalated\{.*reason="not_fixed"\} 1/m);
  });

  it('lets an act that outlasts its time change nothing more', async (t) => {
    const bench = await startBench(t, {
      remediator: { actions: { restart_process: { attempts: 1, execute_within: '10s' } } },
    });
    bench.world.hang(0);
    bench.world.hang(1);
    const late = Promise.withResolvers<void>();
    bench.world.onAct = () => late.promise;
    await bench.alert(serviceDown('middleware'));
    await bench.until('it is over', finished(bench, 1));
    late.resolve();
    await bench.pass(30_000);
    assert.deepEqual(bench.world.acts, [{ verb: 'reload', on: 0 }]);
  });

  it('calls a service fixed although a person keeps one of its workers stopped', async (t) => {
    const bench = await startBench(t);
    Object.assign(bench.world.processes[1] ?? {}, { status: 'stopped', pid: 0, startedAt: null });
    bench.world.hang(0);
    await bench.alert(serviceDown('middleware'));
    await bench.until('it is over', finished(bench, 1));
    assert.deepEqual(await outcomes(bench), [['process/vizora-middleware', 1, 'fixed']]);
    assert.deepEqual(bench.world.acts, [{ verb: 'reload', on: 0 }]);
  });

  it('does not call a service fixed whose last process a person stopped', async (t) => {
    const bench = await startBench(t, { remediator: { actions: { restart_process: { attempts: 1 } } } });
    bench.world.hang(2);
    bench.world.onAct = () => {
      bench.world.lies = true;
      bench.world.hung.clear();
      Object.assign(bench.world.processes[2] ?? {}, { status: 'stopped', pid: 0, startedAt: null });
      // Something else answers on its port.
      bench.world.probe = async () => ({ at: bench.clock.now(), outcome: 'up', detail: 'answers' });
    };
    await bench.alert(serviceDown('realtime'));
    await bench.until('it is over', finished(bench, 1));
    assert.deepEqual(await outcomes(bench), [['process/vizora-realtime', 1, 'not_fixed']]);
  });

  it('decides and tells people also when no attempt is left and the target cannot be read', async (t) => {
    const bench = await startBench(t, { remediator: { actions: { deactivate_schedule: { attempts: 1 } } } });
    const id = bench.world.endSchedule(1);
    await bench.alert(schedulePastEnd(id));
    await bench.until('it is repaired', finished(bench, 1));
    bench.world.platformDown = true;
    await bench.alert(schedulePastEnd(id));
    await bench.pass(10_000);
    assert.equal((await decided(bench)).at(-1), 'refuse attempts_exhausted');
    assert.match(await bench.metrics(), /^vizora_remediation_escalated\{.*reason="attempts_exhausted"\} 1/m);
    assert.match(await bench.metrics(), /^vizora_remediator_engine_errors_total 0/m);
  });

  it('takes back at once what people were told when a later attempt helps', async (t) => {
    const bench = await startBench(t, {
      config: { organisations: {} },
      env: { VALIDATOR_EMAIL: 'ops@acme.example', VALIDATOR_PASSWORD: 'x' },
    });
    const id = bench.world.endSchedule(1);
    bench.world.slug = 'other';
    await bench.alert(schedulePastEnd(id));
    await bench.pass(1_000);
    assert.match(await bench.metrics(), /^vizora_remediation_escalated\{.*reason="no_account"\} 1/m);
    bench.world.slug = 'acme';
    await bench.alert(schedulePastEnd(id));
    await bench.until('it is repaired', finished(bench, 1));
    assert.doesNotMatch(await bench.metrics(), /^vizora_remediation_escalated\{/m);
  });

  it('begins to count the good minutes of an episode anew after a look that could not tell', async (t) => {
    const bench = await startBench(t);
    const labels = schedulePastEnd(bench.world.endSchedule(1));
    await bench.alert(labels);
    await bench.until('it is repaired', finished(bench, 1));
    bench.alertmanager.resolve(labels);
    await bench.pass(240_000);
    bench.world.platformDown = true;
    await bench.pass(120_000);
    bench.world.platformDown = false;
    const open = async () => ((await bench.get('/api/v1/status'))['open_episodes'] as unknown[]).length;
    await bench.pass(400_000);
    assert.equal(await open(), 1, 'ten minutes after the repair');
    await bench.until('it is closed', async () => (await open()) === 0);
  });

  it('keeps an episode open whose fault comes back before its good minutes are over, however often it is repaired', async (t) => {
    const often = { attempts: 3, cooldown: '1s', target_per_hour: 100, per_hour: 100, young_for: '1s' };
    const bench = await startBench(t, { remediator: { actions: { restart_process: often } } });
    for (let n = 1; n <= 5; n++) {
      bench.world.hang(2);
      await bench.alert(serviceDown('realtime'));
      await bench.pass(150_000);
      bench.alertmanager.resolve(serviceDown('realtime'));
      await bench.pass(270_000);
    }
    const repairs = (await bench.remediations()).map(({ episode_id, attempt }) => [episode_id, attempt]);
    assert.deepEqual(repairs, [
      [1, 1],
      [1, 2],
      [1, 3],
    ]);
    assert.ok((await decided(bench)).includes('refuse attempts_exhausted'));
  });

  it('counts a fault that was seen, and must not be repaired, against the good minutes', async (t) => {
    const bench = await startBench(t, { remediator: { actions: { restart_process: { young_for: '1s' } } } });
    bench.world.hang(2);
    await bench.alert(serviceDown('realtime'));
    await bench.until('it is repaired', finished(bench, 1));
    bench.alertmanager.resolve(serviceDown('realtime'));
    await bench.pass(420_000);
    const goodSince = async () => {
      const { open_episodes } = (await bench.get('/api/v1/status')) as {
        open_episodes: Record<string, unknown>[];
      };
      return open_episodes[0]?.['good_since'];
    };
    assert.notEqual(await goodSince(), null);
    bench.world.processes.forEach((one) => {
      if (one.pmId === 2) Object.assign(one, { status: 'stopped' });
    });
    await bench.alert(serviceDown('realtime'));
    await bench.pass(10_000);
    assert.ok((await decided(bench)).includes('refuse stopped_by_person'));
    assert.equal(await goodSince(), null);
  });

  it('closes the episode of a process that a person deleted and started anew, so that the next fault has its attempts', async (t) => {
    const bench = await startBench(t, { remediator: { actions: { restart_process: { attempts: 1 } } } });
    bench.world.giveUpOn(1);
    bench.world.lies = true;
    await bench.alert(processErrored('vizora-middleware:1'));
    await bench.until('the attempt is over', finished(bench, 1));
    bench.world.lies = false;
    const anew = { pmId: 11, status: 'online', pid: 999, startedAt: bench.clock.now(), restarts: 0 };
    Object.assign(bench.world.processes[1] ?? {}, anew);
    bench.alertmanager.resolve(processErrored('vizora-middleware:1'));
    await bench.pass(1_500_000);
    const status = await bench.get('/api/v1/status');
    assert.deepEqual([status['open_episodes'], status['escalated']], [[], []]);
    bench.world.giveUpOn(11);
    await bench.alert(processErrored('vizora-middleware:11'));
    await bench.until('the next fault is repaired', finished(bench, 2));
    assert.deepEqual((await outcomes(bench))[1], ['process/vizora-middleware', 1, 'fixed']);
  });

  it('keeps the episode of a deleted process open while what is left of its app is broken, or nothing is', async (t) => {
    const bench = await startBench(t, { remediator: { actions: { restart_process: { attempts: 1 } } } });
    bench.world.giveUpOn(1);
    bench.world.lies = true;
    await bench.alert(processErrored('vizora-middleware:1'));
    await bench.until('the attempt is over', finished(bench, 1));
    bench.alertmanager.resolve(processErrored('vizora-middleware:1'));
    bench.world.processes.splice(1, 1);
    bench.world.giveUpOn(0);
    await bench.pass(1_200_000);
    const escalated = async () => (await bench.get('/api/v1/status'))['escalated'] as unknown[];
    assert.equal((await escalated()).length, 1);
    bench.world.processes.splice(0, 1);
    await bench.pass(1_200_000);
    assert.equal((await escalated()).length, 1);
  });

  it('takes services that break within ten minutes of each other for one matter, and those after for two', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(3);
    await bench.alert(serviceDown('web'));
    await bench.until('the first is repaired', finished(bench, 1));
    bench.alertmanager.resolve(serviceDown('web'));
    await bench.pass(60_000);
    bench.world.hang(2);
    await bench.alert(serviceDown('realtime'));
    await bench.pass(60_000);
    assert.equal((await decided(bench)).at(-1), 'refuse mass_failure');
    assert.equal(bench.world.acts.length, 1);
    await bench.until('the wave is over', finished(bench, 2), 900_000);
    assert.deepEqual((await bench.get('/api/v1/status'))['escalated'], []);
  });

  it('keeps telling people of an organisation without an account until its alert has been gone for long enough', async (t) => {
    const bench = await startBench(t);
    const labels = { ...schedulePastEnd(bench.world.endSchedule(1)), org: 'gone' };
    await bench.alert(labels);
    await bench.pass(1_200_000);
    const escalated = async () => (await bench.get('/api/v1/status'))['escalated'] as { reason: string }[];
    assert.deepEqual(
      (await escalated()).map(({ reason }) => reason),
      ['no_account'],
    );
    bench.alertmanager.resolve(labels);
    bench.alertmanager.broken = true;
    await bench.pass(1_200_000);
    assert.equal((await escalated()).length, 1, 'nobody can say whether the alert is gone');
    bench.alertmanager.broken = false;
    await bench.until('it ends', async () => (await escalated()).length === 0, 120_000);
    assert.deepEqual((await bench.get('/api/v1/status'))['open_episodes'], []);
  });

  it('goes on telling people while the alert was there a moment ago, or an account is there that cannot be used', async (t) => {
    const bench = await startBench(t);
    const gone = { ...schedulePastEnd(bench.world.endSchedule(1)), org: 'gone' };
    const unusable = schedulePastEnd(bench.world.endSchedule(2));
    Object.assign(bench.world, { loginStopped: true, slug: 'other' });
    await bench.alert(gone);
    await bench.alert(unusable);
    await bench.pass(5_000);
    bench.world.platformDown = true;
    bench.alertmanager.resolve(gone);
    bench.alertmanager.resolve(unusable);
    const orgs = async () =>
      ((await bench.get('/api/v1/status'))['escalated'] as { org: string }[]).map(({ org }) => org);
    await bench.pass(590_000);
    assert.deepEqual(await orgs(), ['gone', 'acme']);
    await bench.pass(120_000);
    assert.deepEqual(await orgs(), ['acme']);
  });
});
