import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  type Bench,
  payload,
  schedulePastEnd,
  serviceDown,
  startBench,
  TOKEN,
} from './bench.test-support.ts';

const fixed = (bench: Bench) => async () => (await bench.remediations()).at(-1)?.['outcome'] === 'fixed';
const reasons = async (bench: Bench) => (await bench.decisions()).map(({ reason }) => reason);

describe('who has the token of the webhook', () => {
  it('gets nothing done by what Alertmanager does not know', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.endSchedule(1);
    bench.world.hang(2);
    await bench.deliver([{ labels: schedulePastEnd(id) }, { labels: serviceDown('realtime') }]);
    await bench.pass(30_000);
    assert.deepEqual(bench.world.acts, []);
    assert.deepEqual(await reasons(bench), ['alert_not_active', 'alert_not_active']);
  });

  it('gets nothing done twice by sending again what Alertmanager sent, byte for byte', async (t) => {
    const bench = await startBench(t);
    const labels = schedulePastEnd(bench.world.endSchedule(1));
    const body = JSON.stringify(payload([{ labels }], bench.clock.now()));
    const send = () =>
      fetch(`${bench.url}/api/v1/alerts`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
        body,
      });
    bench.alertmanager.fire(labels, bench.clock.now());
    await send();
    await bench.until('it is repaired', fixed(bench));
    const { length } = bench.world.acts;
    for (let times = 0; times < 20; times++) assert.equal((await send()).status, 200);
    await bench.pass(30_000);
    bench.alertmanager.resolve(labels);
    await send();
    await bench.pass(30_000);
    assert.equal(bench.world.acts.length, length);
  });
});

describe('a rogue Alertmanager', () => {
  it('gets nothing done about what is well, whatever it calls active', async (t) => {
    const bench = await startBench(t);
    await bench.alert(serviceDown('realtime'));
    await bench.alert(schedulePastEnd([...bench.world.schedules.keys()][2] ?? ''));
    await bench.pass(120_000);
    assert.deepEqual(bench.world.acts, []);
    assert.deepEqual(new Set(await reasons(bench)), new Set(['already_good']));
  });

  it('can hold the machine by a silence, which is written down and shown', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    bench.alertmanager.fire(serviceDown('realtime'), bench.clock.now(), 'suppressed');
    await bench.deliver([{ labels: serviceDown('realtime') }]);
    await bench.pass(30_000);
    assert.deepEqual(bench.world.acts, []);
    assert.match(
      await bench.metrics(),
      /vizora_remediation_decisions_total\{action="restart_process",reason="suppressed"\} 1\n/,
    );
  });
});

describe('a platform that answers more than it is asked', () => {
  it('puts none of it into the ledger, nor on any page of ours', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.endSchedule(1);
    bench.world.hang(2);
    const extra = { jwtToken: 'SECRET-of-the-platform', metadata: { note: 'SECRET-of-the-platform' } };
    for (const schedule of bench.world.schedules.values()) Object.assign(schedule, extra);
    for (const process of bench.world.processes) Object.assign(process, { env: extra });
    await bench.alert(serviceDown('realtime'));
    await bench.until('the service is repaired', fixed(bench));
    await bench.alert(schedulePastEnd(id));
    await bench.until(
      'both are repaired',
      async () => (await bench.remediations()).length === 2 && fixed(bench)(),
    );
    await bench.post('/api/v1/remediations/r2/undo');
    const file = join(bench.dataDir, 'store', 'remediator.sqlite');
    const stored = [file, `${file}-wal`].map((path) => readFileSync(path, 'latin1')).join('');
    assert.match(stored, /vizora-realtime/);
    assert.doesNotMatch(stored, /SECRET/);
    for (const path of [
      '/metrics',
      '/api/v1/remediations/r1',
      '/api/v1/remediations/r2/explain',
      '/api/v1/summary',
    ]) {
      assert.doesNotMatch(await (await fetch(`${bench.url}${path}`)).text(), /SECRET/, path);
    }
  });
});
