import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { schedulePastEnd, serviceDown, startBench } from './bench.test-support.ts';

describe('an act', () => {
  it('is announced to Alertmanager with what, why, before, after, and how to take it back', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.endSchedule(1);
    await bench.alert(schedulePastEnd(id));
    await bench.until('it is announced', () => bench.alertmanager.announced.length === 1);
    const [alert] = bench.alertmanager.announced;
    assert.deepEqual(alert?.labels, {
      alertname: 'RemediationPerformed',
      severity: 'info',
      org: 'acme',
      repaired_incident: 'schedule_past_end',
      target_kind: 'schedule',
      target_id: id,
      action: 'deactivate_schedule',
      outcome: 'fixed',
      remediation_id: 'r1',
    });
    assert.equal(alert?.annotations['summary'], `deactivate_schedule on schedule/${id}: fixed`);
    assert.equal(alert?.annotations['before'], '{"is_active":true}');
    assert.match(alert?.annotations['after'] ?? '', /^{"is_active":false,/);
    assert.match(alert?.annotations['undo'] ?? '', /^vizora-ops undo r1 \(/);
    const stands = Date.parse(alert?.endsAt ?? '') - Date.parse(alert?.startsAt ?? '');
    assert.equal(stands, 600_000);
  });

  it('that did not help is announced as such, each attempt once, without a way back', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    bench.world.lies = true;
    await bench.alert(serviceDown('realtime'));
    await bench.until('both attempts are announced', () => bench.alertmanager.announced.length === 2);
    await bench.pass(600_000);
    assert.deepEqual(
      bench.alertmanager.announced.map(({ labels, annotations }) => [labels['outcome'], annotations['undo']]),
      [
        ['not_fixed', undefined],
        ['not_fixed', undefined],
      ],
    );
  });

  it('stays as it is when it cannot be announced, which is counted', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    bench.world.onAct = () => {
      bench.alertmanager.broken = true;
    };
    await bench.alert(serviceDown('realtime'));
    await bench.until('it is repaired', async () => (await bench.remediations())[0]?.['outcome'] === 'fixed');
    await bench.pass(1_000);
    assert.match(await bench.metrics(), /^vizora_remediator_announcements_failed_total 1$/m);
  });
});
