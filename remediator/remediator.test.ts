import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
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

const outcomes = async (bench: Bench) =>
  (await bench.remediations()).map(({ target, attempt, outcome }) => [target, attempt, outcome]);
const decided = async (bench: Bench) =>
  (await bench.decisions()).map(({ decision, reason }) => `${decision} ${reason}`);
const finished = (bench: Bench, count: number) => async () =>
  (await bench.remediations()).filter(({ outcome }) => outcome !== null).length === count;

describe('the remediator', () => {
  it('restarts a service that hangs, and calls it fixed once it has stayed good', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    const began = bench.clock.now();
    const answer = await bench.alert(serviceDown('realtime'));
    assert.equal(answer.status, 200);
    await bench.until('it is repaired', finished(bench, 1));
    assert.deepEqual(bench.world.acts, [{ verb: 'restart', on: 2 }]);
    assert.deepEqual(await outcomes(bench), [['process/vizora-realtime', 1, 'fixed']]);
    assert.ok(bench.clock.now() - began >= 65_000, 'settled for 5 s and good for 60 s');
    const [remediation] = await bench.remediations();
    assert.equal(remediation?.['state'], 'finished');
    assert.match(String(remediation?.['detail']), /stayed away for 60 s/);
  });

  it('restarts only the worker of a cluster that PM2 gave up on', async (t) => {
    const bench = await startBench(t);
    bench.world.giveUpOn(1);
    await bench.alert(processErrored('vizora-middleware:1'));
    await bench.until('it is repaired', finished(bench, 1));
    assert.deepEqual(bench.world.acts, [{ verb: 'restart', on: 1 }]);
    assert.deepEqual(await outcomes(bench), [['process/vizora-middleware', 1, 'fixed']]);
  });

  it('reloads each worker of a cluster that does not answer', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(0);
    await bench.alert(serviceDown('middleware'));
    await bench.until('it is repaired', finished(bench, 1));
    assert.deepEqual(bench.world.acts, [
      { verb: 'reload', on: 0 },
      { verb: 'reload', on: 1 },
    ]);
    assert.ok(bench.world.reads.includes('probe middleware 3'), 'one connection more than it has workers');
  });

  it('switches off a schedule that is past its end', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.endSchedule(3);
    await bench.alert(schedulePastEnd(id));
    await bench.until('it is repaired', finished(bench, 1));
    assert.deepEqual(bench.world.acts, [{ verb: 'setScheduleActive', on: id, value: false }]);
    const [remediation] = await bench.remediations();
    assert.equal(remediation?.['outcome'], 'fixed');
    assert.deepEqual(remediation?.['before'], { is_active: true });
    assert.deepEqual(
      { ...(remediation?.['after'] ?? {}), end_date: null },
      { is_active: false, end_date: null, updated_at: bench.world.schedules.get(id)?.updatedAt },
    );
  });

  it('calls it off when somebody changed the schedule after the evidence', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.endSchedule(3);
    const schedule = bench.world.schedules.get(id);
    assert.ok(schedule);
    let looks = 0;
    bench.world.onRead = () => {
      looks += 1;
      // Once for the inventory, once for the evidence.
      if (looks === 2) schedule.updatedAt = new Date(bench.clock.now()).toISOString();
    };
    await bench.alert(schedulePastEnd(id));
    await bench.until('it was called off', finished(bench, 1));
    assert.deepEqual(await outcomes(bench), [[`schedule/${id}`, 1, 'skipped']]);
    assert.deepEqual(bench.world.acts, []);
  });

  it('finds by reconciling what no webhook brought, and counts it', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    bench.alertmanager.fire(serviceDown('realtime'), bench.clock.now() - 120_000);
    await bench.until('it is repaired', finished(bench, 1));
    assert.deepEqual((await bench.decisions())[0]?.['source'], 'reconcile');
    assert.match(await bench.metrics(), /vizora_remediator_alerts_undelivered 1\n/);
  });

  it('records what reconciling finds only when it is news, and counts the rest', async (t) => {
    const bench = await startBench(t);
    bench.alertmanager.fire(serviceDown('realtime'), bench.clock.now(), 'suppressed');
    await bench.pass(300_000);
    const decisions = await bench.decisions();
    assert.deepEqual(
      decisions.map(({ reason }) => reason),
      ['suppressed'],
    );
    assert.ok(Number(decisions[0]?.['repeats']) >= 4);
    assert.ok(String(decisions[0]?.['last_at']) > String(decisions[0]?.['at']));
  });

  it('takes the Watchdog for a heartbeat', async (t) => {
    const bench = await startBench(t);
    assert.doesNotMatch(await bench.metrics(), /^vizora_remediator_last_watchdog_timestamp_seconds /m);
    await bench.deliver([{ labels: { alertname: 'Watchdog', severity: 'none' } }]);
    await bench.pass(0);
    assert.deepEqual(await decided(bench), ['heartbeat watchdog']);
    const now = bench.clock.now() / 1_000;
    assert.match(await bench.metrics(), new RegExp(`last_watchdog_timestamp_seconds ${now}\\n`));
  });

  it('does nothing about an alert that resolves, nor about one for people', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    const { remediation: _, ...forPeople } = serviceDown('realtime');
    await bench.deliver([{ labels: serviceDown('realtime'), status: 'resolved' }, { labels: forPeople }]);
    await bench.pass(1_000);
    assert.deepEqual(await decided(bench), ['refuse resolved', 'refuse no_remediation']);
    assert.deepEqual(bench.world.acts, []);
  });

  it('in observe says what it would have done, and changes nothing', async (t) => {
    const bench = await startBench(t, { remediator: { mode: 'observe' } });
    bench.world.hang(2);
    await bench.alert(serviceDown('realtime'));
    await bench.pass(120_000);
    const [decision] = await bench.decisions();
    assert.equal(decision?.['reason'], 'observe');
    const gates = decision?.['gates'] as { gate: string; passed: boolean }[];
    assert.deepEqual(
      gates.filter(({ passed }) => !passed).map(({ gate }) => gate),
      ['mode'],
    );
    assert.equal(gates.at(-1)?.gate, 'approval');
    assert.deepEqual(bench.world.acts, []);
    assert.deepEqual(await bench.remediations(), []);
  });

  it('counts a service and its process as one target', async (t) => {
    const bench = await startBench(t);
    bench.world.giveUpOn(3);
    await Promise.all([bench.alert(serviceDown('web')), bench.alert(processErrored('vizora-web:3'))]);
    await bench.until('it is repaired', finished(bench, 1));
    await bench.pass(120_000);
    assert.deepEqual(bench.world.acts, [{ verb: 'restart', on: 3 }]);
  });

  it('asks again by itself when a process has had its time to settle', async (t) => {
    const bench = await startBench(t, { remediator: { reconcile_interval: '1h' } });
    const realtime = bench.world.processes[2];
    assert.ok(realtime);
    realtime.startedAt = bench.clock.now() - 10_000;
    bench.world.hang(2);
    await bench.alert(serviceDown('realtime'));
    await bench.pass(60_000);
    assert.deepEqual(await decided(bench), ['refuse settling']);
    await bench.until('it is repaired', finished(bench, 1), 300_000);
    assert.deepEqual(
      (await bench.decisions()).map(({ source, reason }) => [source, reason]),
      [
        ['webhook', 'settling'],
        ['again', 'fault_confirmed'],
      ],
    );
  });

  it('asks again at the earliest time that a gate gave, whatever it gave first', async (t) => {
    const bench = await startBench(t, { remediator: { reconcile_interval: '1h' } });
    await bench.post('/api/v1/maintenance', { for: '7d', reason: 'a guess' });
    // Only our own record holds.
    bench.alertmanager.silences = [];
    bench.world.hang(2);
    await bench.alert(serviceDown('realtime'));
    await bench.pass(5_000);
    await bench.post('/api/v1/maintenance/end');
    const realtime = bench.world.processes[2];
    assert.ok(realtime);
    realtime.startedAt = bench.clock.now();
    await bench.deliver([{ labels: serviceDown('realtime') }]);
    await bench.until('it is repaired', finished(bench, 1), 300_000);
    assert.deepEqual(await decided(bench), ['refuse maintenance', 'refuse settling', 'act fault_confirmed']);
  });

  it('explains by whom, until when and why a silence holds it, whatever its author wrote', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    bench.alertmanager.fire(serviceDown('realtime'), bench.clock.now(), 'suppressed');
    const silence = { status: { state: 'active' }, matchers: [], endsAt: '2026-11-22T14:00:00.000Z' };
    const others = { id: 's9', createdBy: 'bob', comment: 'of something else', ...silence };
    const sawOf = async () => {
      await bench.deliver([{ labels: serviceDown('realtime') }]);
      await bench.pass(1_000);
      const found = await bench.get('/api/v1/remediations/service%2Frealtime/explain');
      const [{ decision }] = found['explanations'] as [
        { decision: { reason: string; gates: { saw: string }[] } },
      ];
      return [decision.reason, decision.gates.at(-1)?.saw];
    };
    bench.alertmanager.silences = [
      others,
      { id: 's1', createdBy: `ann${'n'.repeat(500)}`, comment: 'they\nmove \u001b[2Jhouse', ...silence },
    ];
    assert.deepEqual(await sawOf(), [
      'suppressed',
      `silence s1 by ann${'n'.repeat(57)} until 2026-11-22T14:00:00.000Z: they move [2Jhouse`,
    ]);
    assert.deepEqual(bench.world.acts, []);
  });

  it('explains a refusal by the target, gate by gate', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    bench.alertmanager.fire(serviceDown('realtime'), bench.clock.now(), 'suppressed');
    await bench.deliver([{ labels: serviceDown('realtime') }]);
    await bench.pass(1_000);
    for (const about of ['process/vizora-realtime', 'service/realtime', 'd1']) {
      const found = await bench.get(`/api/v1/remediations/${encodeURIComponent(about)}/explain`);
      const [explanation] = found['explanations'] as Record<string, Record<string, unknown>>[];
      assert.equal(explanation?.['decision']?.['reason'], 'suppressed');
      assert.match(String(explanation?.['sentence']), /silence/);
      const gates = explanation?.['decision']?.['gates'] as { gate: string }[];
      assert.deepEqual(
        gates.map(({ gate }) => gate),
        ['global_stop', 'action_known', 'mode', 'alert_active'],
      );
    }
    const unknown = await fetch(`${bench.url}/api/v1/remediations/r99/explain`);
    assert.equal(unknown.status, 404);
  });

  it('remembers a stop over a restart, until an operator resumes', async (t) => {
    const bench = await startBench(t);
    assert.equal((await bench.post('/api/v1/stop', {})).status, 400);
    await bench.post('/api/v1/stop', { reason: 'deploying' });
    await bench.kill();
    const next = await startBench(t, { after: bench });
    next.world.hang(2);
    await next.alert(serviceDown('realtime'));
    await next.pass(60_000);
    assert.deepEqual(await decided(next), ['refuse stopped']);
    await next.post('/api/v1/resume');
    await next.until('it is repaired', finished(next, 1));
  });

  it('is stopped by a file and by a signal, each alone', async (t) => {
    const bench = await startBench(t);
    writeFileSync(join(bench.dataDir, 'store', 'stop'), '');
    bench.world.hang(2);
    await bench.alert(serviceDown('realtime'));
    await bench.pass(10_000);
    assert.deepEqual(await decided(bench), ['refuse stopped']);
    assert.match(await bench.metrics(), /vizora_remediator_stop_active\{source="file"\} 1/);
    bench.remediator.stop('SIGUSR2');
    assert.match(await bench.metrics(), /vizora_remediator_stop_active\{source="signal"\} 1/);
    assert.deepEqual(bench.world.acts, []);
  });

  it('writes metrics that go on where they were before a restart', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    await bench.alert(serviceDown('realtime'));
    await bench.until('it is repaired', finished(bench, 1));
    await bench.kill();
    const next = await startBench(t, { after: bench });
    const metrics = await next.metrics();
    assert.match(metrics, /vizora_remediations_total\{action="restart_process",outcome="fixed"\} 1\n/);
    assert.match(
      metrics,
      /vizora_remediation_decisions_total\{action="restart_process",reason="fault_confirmed"\} 1\n/,
    );
    assert.match(metrics, /vizora_remediator_mode\{mode="act"\} 1\n/);
  });

  it('does not keep the heartbeats of each minute for ever', async (t) => {
    const bench = await startBench(t);
    const deliver = () => bench.deliver([{ labels: { alertname: 'Watchdog', severity: 'none' } }]);
    for (let minutes = 0; minutes < 3; minutes++) await deliver();
    await bench.pass(1_000);
    bench.clock.advance(8 * 86_400_000);
    await deliver();
    await bench.pass(61_000);
    assert.equal((await bench.decisions()).length, 1);
    assert.match(await bench.metrics(), /^vizora_remediator_journal_height 5$/m, 'a checkpoint is added');
  });

  it('finds out that its journal was touched, and says so', async (t) => {
    const bench = await startBench(t);
    await bench.deliver([{ labels: serviceDown('web') }]);
    await bench.pass(1_000);
    assert.match(await bench.metrics(), /^vizora_remediator_journal_intact 1$/m);
    const other = new DatabaseSync(join(bench.dataDir, 'store', 'remediator.sqlite'));
    other.exec(`DROP TRIGGER journal_is_never_changed; UPDATE journal SET record = '{}' WHERE seq = 1`);
    other.close();
    await bench.pass(86_400_000);
    await bench.until('it looked again', async () =>
      /^vizora_remediator_journal_intact 0$/m.test(await bench.metrics()),
    );
  });
});
