import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Bench, schedulePastEnd, serviceDown, startBench } from './bench.test-support.ts';

import { gates } from './gates/index.ts';

type Row = Record<string, unknown>;

const reasons = async (bench: Bench) => (await bench.decisions()).map(({ reason }) => reason);

describe('invariant 8: human intent wins at the moment of execution', () => {
  const intents: [string, string, (bench: Bench) => void][] = [
    [
      'a silence',
      'suppressed',
      ({ alertmanager, clock }) => alertmanager.fire(serviceDown('realtime'), clock.now(), 'suppressed'),
    ],
    [
      'a pause',
      'paused',
      ({ alertmanager }) => {
        const matchers = [{ name: 'remediator', value: 'pause', isRegex: false }];
        const endsAt = '2026-11-22T13:00:00Z';
        alertmanager.silences = [{ id: 's1', matchers, status: { state: 'active' }, endsAt }];
      },
    ],
    ['a stop', 'stopped', ({ dataDir }) => writeFileSync(join(dataDir, 'store', 'stop'), '')],
    ['a signal', 'stopped', ({ remediator }) => remediator.stop('SIGUSR2')],
  ];
  for (const [what, reason, happens] of intents) {
    it(`${what} that comes while the evidence is taken is respected`, async (t) => {
      const bench = await startBench(t);
      bench.world.hang(2);
      let probes = 0;
      const { probe } = bench.world;
      bench.world.probe = (service, connections) => {
        probes += 1;
        if (probes === 2) happens(bench);
        return probe(service, connections);
      };
      await bench.alert(serviceDown('realtime'));
      await bench.pass(30_000);
      const [decision] = await bench.decisions();
      assert.equal(decision?.['reason'], reason);
      const gates = (decision?.['gates'] ?? []) as Row[];
      const last = gates.at(-1);
      assert.match(String(last?.['saw']), /^asked again just before acting: /);
      assert.deepEqual(bench.world.acts, []);
    });
  }

  it('a stop file that cannot be looked for counts as there', async (t) => {
    // Below a file there can be none, so nobody can tell what was meant.
    const bench = await startBench(t, { remediator: { stop_file: '/etc/hostname/stop' } });
    bench.world.hang(2);
    await bench.alert(serviceDown('realtime'));
    await bench.pass(10_000);
    assert.deepEqual(await reasons(bench), ['stopped']);
    assert.deepEqual(bench.world.acts, []);
  });

  const pause = { name: 'remediator', value: 'pause', isRegex: false, isEqual: true };
  const others: [string, unknown][] = [
    ['has ended', { status: { state: 'expired' }, matchers: [pause] }],
    ['begins tomorrow', { status: { state: 'pending' }, matchers: [pause] }],
    [
      'is narrower',
      { status: { state: 'active' }, matchers: [pause, { ...pause, name: 'org', value: 'x' }] },
    ],
    ['means everything else', { status: { state: 'active' }, matchers: [{ ...pause, isEqual: false }] }],
    ['is a pattern', { status: { state: 'active' }, matchers: [{ ...pause, isRegex: true }] }],
  ];
  for (const [what, silence] of others) {
    it(`a silence about a pause that ${what} is none`, async (t) => {
      const bench = await startBench(t);
      bench.alertmanager.silences = [{ id: 's1', endsAt: '2026-11-22T13:00:00Z', ...(silence as Row) }];
      bench.world.hang(2);
      await bench.alert(serviceDown('realtime'));
      await bench.pass(10_000);
      assert.equal(bench.world.acts.length, 1);
    });
  }

  it('a maintenance that somebody announced is respected until it ends by itself, also where Alertmanager forgot it', async (t) => {
    const bench = await startBench(t);
    const answer = await bench.post('/api/v1/maintenance', { for: '30m', reason: 'deploying' });
    assert.equal(answer.status, 200);
    const { maintenance, untold } = (await answer.json()) as { maintenance: Row[]; untold: string[] };
    assert.deepEqual([maintenance.length, maintenance[0]?.['reason'], untold], [1, 'deploying', []]);
    const [silence] = bench.alertmanager.silences as Row[];
    assert.deepEqual(silence?.['matchers'], [pause]);
    assert.equal(silence?.['comment'], 'maintenance: deploying');
    bench.alertmanager.silences = [];
    bench.world.hang(2);
    await bench.alert(serviceDown('realtime'));
    await bench.pass(60_000);
    assert.deepEqual([(await reasons(bench))[0], bench.world.acts.length], ['maintenance', 0]);
    assert.match(await bench.metrics(), /^vizora_remediator_maintenance_active\{source="announced"\} 1$/m);
    await bench.until('it is over, and the repair follows', () => bench.world.acts.length === 1, 3_600_000);
  });

  it('a maintenance can be ended before its time, here and in Alertmanager', async (t) => {
    const bench = await startBench(t);
    await bench.post('/api/v1/maintenance', { for: '30m', reason: 'deploying' });
    const ended = await bench.post('/api/v1/maintenance/end');
    assert.deepEqual(await ended.json(), { maintenance: [], untold: [] });
    assert.deepEqual((bench.alertmanager.silences as Row[])[0]?.['status'], { state: 'expired' });
    bench.world.hang(2);
    await bench.alert(serviceDown('realtime'));
    await bench.until('it is repaired', () => bench.world.acts.length === 1);
  });

  it('to end a maintenance ends every silence that was made for one, and no pause of a person', async (t) => {
    const bench = await startBench(t);
    const silence = { status: { state: 'active' }, matchers: [pause], endsAt: '2026-11-22T13:00:00Z' };
    bench.alertmanager.silences = [
      // Whoever made it was killed before it could note that.
      { id: 's1', createdBy: 'vizora-ops', comment: 'maintenance: deploying', ...silence },
      { id: 's2', createdBy: 'kim', comment: 'wait', ...silence },
    ];
    await bench.post('/api/v1/maintenance/end');
    const states = (bench.alertmanager.silences as Row[]).map(({ status }) => (status as Row)['state']);
    assert.deepEqual(states, ['expired', 'active']);
  });

  it('a maintenance holds although no Alertmanager could be told, and says so', async (t) => {
    const bench = await startBench(t);
    bench.alertmanager.broken = true;
    const answer = await bench.post('/api/v1/maintenance', { for: '30m', reason: 'deploying' });
    const { maintenance, untold } = (await answer.json()) as { maintenance: Row[]; untold: string[] };
    assert.equal(maintenance.length, 1);
    assert.match(String(untold[0]), /answered 500/);
    for (const nonsense of [{ for: '30m' }, { for: 'long', reason: 'x' }, { for: '8d', reason: 'x' }]) {
      assert.equal((await bench.post('/api/v1/maintenance', nonsense)).status, 400);
    }
  });

  it('what a person takes back through us is put back, written down, and not done again', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.endSchedule(1);
    const labels = schedulePastEnd(id);
    await bench.alert(labels);
    await bench.until('it is repaired', async () => (await bench.remediations())[0]?.['outcome'] === 'fixed');

    assert.equal((await bench.post('/api/v1/remediations/r1/undo')).status, 200);
    assert.equal(bench.world.schedules.get(id)?.isActive, true);
    const again = await bench.post('/api/v1/remediations/r1/undo');
    assert.deepEqual(
      [again.status, await again.json()],
      [409, { error: 'the schedule is active, as it was before' }],
    );
    assert.equal((await bench.post('/api/v1/remediations/r9/undo')).status, 404);

    await bench.alert(labels);
    await bench.pass(3_600_000);
    assert.equal(bench.world.acts.length, 2, 'the repair and its undo');
    assert((await reasons(bench)).includes('undone_by_person'));
    await bench.until(
      'a day has passed, and it is repaired again',
      () => bench.world.acts.length === 3,
      90_000_000,
    );
  });

  it('what a person takes back is not done again either where nobody knows what had become of it', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.endSchedule(1);
    bench.world.onAct = () => {
      bench.world.platformDown = true;
    };
    await bench.alert(schedulePastEnd(id));
    await bench.until('it is over', async () => (await bench.remediations())[0]?.['outcome'] === 'unknown');
    bench.world.platformDown = false;
    bench.world.onAct = () => undefined;
    assert.equal((await bench.post('/api/v1/remediations/r1/undo')).status, 200);
    await bench.alert(schedulePastEnd(id));
    await bench.pass(1_800_000);
    assert.equal(bench.world.schedules.get(id)?.isActive, true);
    assert((await reasons(bench)).includes('undone_by_person'));
  });

  it('what a person takes back late is left alone for as long as what is taken back at once', async (t) => {
    const policy = { respect_undo_for: '2h', cooldown: '1s' };
    const bench = await startBench(t, { remediator: { actions: { deactivate_schedule: policy } } });
    const id = bench.world.endSchedule(1);
    await bench.alert(schedulePastEnd(id));
    await bench.until('it is repaired', async () => (await bench.remediations())[0]?.['outcome'] === 'fixed');
    bench.alertmanager.resolve(schedulePastEnd(id));
    await bench.pass(6_900_000);
    assert.equal((await bench.post('/api/v1/remediations/r1/undo')).status, 200);
    const undone = bench.clock.now();
    await bench.alert(schedulePastEnd(id));
    await bench.until('it is done again', () => bench.world.acts.length === 3, 7_500_000);
    assert.ok(bench.clock.now() - undone >= 7_200_000);
  });

  it('no decision about a target begins while a person takes something back there', async (t) => {
    const bench = await startBench(t, {
      gates: gates.filter(({ name }) => name !== 'undone'),
      remediator: { actions: { deactivate_schedule: { cooldown: '1s', max_share: 1 } } },
    });
    const id = bench.world.endSchedule(1);
    await bench.alert(schedulePastEnd(id));
    await bench.until('it is repaired', async () => (await bench.remediations())[0]?.['outcome'] === 'fixed');
    await bench.pass(5_000);
    let answer: () => void = () => undefined;
    bench.world.takeAct = async (_act, effect) => {
      effect();
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
    };
    const undone = bench.post('/api/v1/remediations/r1/undo');
    await bench.until('it is put back', () => bench.world.acts.length === 2);
    await bench.alert(schedulePastEnd(id));
    await bench.pass(10_000);
    assert.equal(bench.world.acts.length, 2);
    assert.equal((await reasons(bench)).at(-1), 'in_progress');
    bench.world.takeAct = async (_act, effect) => effect();
    answer();
    assert.equal((await undone).status, 200);
    await bench.alert(schedulePastEnd(id));
    await bench.until('the lease is free again', () => bench.world.acts.length === 3);
  });

  it('what somebody changed after the repair is not taken back', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.endSchedule(1);
    await bench.alert(schedulePastEnd(id));
    await bench.until('it is repaired', async () => (await bench.remediations())[0]?.['outcome'] === 'fixed');
    Object.assign(bench.world.schedules.get(id) ?? {}, { updatedAt: '2026-11-22T23:00:00.000Z' });
    const answer = await bench.post('/api/v1/remediations/r1/undo');
    assert.deepEqual(
      [answer.status, await answer.json()],
      [409, { error: 'it was changed at 2026-11-22T23:00:00.000Z, after the act' }],
    );
    assert.equal(bench.world.acts.length, 1);
  });

  it('a restart has nothing that could be taken back', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    await bench.alert(serviceDown('realtime'));
    await bench.until('it is repaired', async () => (await bench.remediations())[0]?.['outcome'] === 'fixed');
    const answer = await bench.post('/api/v1/remediations/r1/undo');
    assert.equal(answer.status, 409);
    assert.match(String(((await answer.json()) as Row)['error']), /cannot be taken back/);
  });

  it('a process that a person stopped is left alone', async (t) => {
    const bench = await startBench(t);
    Object.assign(bench.world.processes[3] ?? {}, { status: 'stopped', pid: 0, startedAt: null });
    await bench.alert(serviceDown('web'));
    await bench.pass(60_000);
    assert.equal((await reasons(bench))[0], 'stopped_by_person');
    assert.deepEqual(bench.world.acts, []);
  });

  const hands: [string, Row, RegExp][] = [
    ['stopped', { status: 'stopped', pid: 0, startedAt: null }, /was stopped after the evidence/],
    ['restarted', { pid: 4_711 }, /was started anew after the evidence/],
    ['replaced by another app', { name: 'billing' }, /is gone/],
  ];
  for (const [what, change, said] of hands) {
    it(`a process that was ${what} between evidence and act is left alone`, async (t) => {
      const bench = await startBench(t);
      bench.world.hang(2);
      afterTheLastProbe(bench, () => Object.assign(bench.world.processes[2] ?? {}, change));
      await bench.alert(serviceDown('realtime'));
      await bench.pass(10_000);
      const [remediation] = await bench.remediations();
      assert.equal(remediation?.['outcome'], 'skipped');
      assert.match(String(remediation?.['detail']), said);
      assert.deepEqual(bench.world.acts, []);
    });
  }

  it('nothing is restarted when PM2 falls silent between evidence and act', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    afterTheLastProbe(bench, () => Object.assign(bench.world, { pm2Silent: true }));
    await bench.alert(serviceDown('realtime'));
    await bench.pass(10_000);
    assert.equal((await bench.remediations())[0]?.['outcome'], 'refused');
    assert.deepEqual(bench.world.acts, []);
  });

  it('a stop that comes after the intent is respected', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.endSchedule(1);
    let reads = 0;
    bench.world.onRead = () => {
      reads += 1;
      // The first looks it up, the second is the evidence, the third precedes the write.
      if (reads === 3) bench.remediator.stop('SIGUSR2');
    };
    await bench.alert(schedulePastEnd(id));
    await bench.pass(10_000);
    const [remediation] = await bench.remediations();
    assert.equal(remediation?.['outcome'], 'refused');
    assert.match(String(remediation?.['detail']), /stopped after the intent: SIGUSR2/);
    assert.deepEqual(bench.world.acts, []);
  });

  const handsOff = {
    id: 's1',
    createdBy: 'ann',
    comment: 'hands off',
    endsAt: '2027-01-01T00:00:00Z',
    matchers: [{ name: 'remediator', value: 'pause', isRegex: false, isEqual: true }],
    status: { state: 'active' },
  };
  const words: [string, (bench: Bench, labels: Record<string, string>) => void, RegExp][] = [
    [
      'a silence',
      ({ alertmanager, clock }, labels) => alertmanager.fire(labels, clock.now(), 'suppressed'),
      /suppressed after the intent/,
    ],
    [
      'a pause',
      ({ alertmanager }) => {
        alertmanager.silences = [handsOff];
      },
      /paused after the intent: .* hands off/,
    ],
    [
      'an Alertmanager that falls silent',
      ({ alertmanager }) => {
        alertmanager.broken = true;
      },
      /alertmanager_unreachable after the intent/,
    ],
  ];
  for (const [what, come, said] of words) {
    it(`${what} between evidence and write is respected`, async (t) => {
      const bench = await startBench(t);
      const id = bench.world.endSchedule(1);
      let reads = 0;
      bench.world.onRead = () => {
        reads += 1;
        if (reads === 3) come(bench, schedulePastEnd(id));
      };
      await bench.alert(schedulePastEnd(id));
      await bench.pass(10_000);
      const [remediation] = await bench.remediations();
      assert.equal(remediation?.['outcome'], 'refused');
      assert.match(String(remediation?.['detail']), said);
      assert.deepEqual(bench.world.acts, []);
    });

    it(`${what} between two workers spares the second`, async (t) => {
      const bench = await startBench(t);
      bench.world.hang(0);
      bench.world.hang(1);
      bench.world.onAct = () => come(bench, serviceDown('middleware'));
      await bench.alert(serviceDown('middleware'));
      await bench.until('it is over', async () => (await bench.remediations())[0]?.['outcome'] === 'failed');
      assert.match(String((await bench.remediations())[0]?.['detail']), /after 1 of 2 steps/);
      assert.match(String((await bench.remediations())[0]?.['detail']), said);
      assert.equal(bench.world.acts.length, 1);
    });
  }

  it('a stop that comes between two workers spares the second', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(0);
    bench.world.hang(1);
    bench.world.onAct = () => bench.remediator.stop('SIGUSR2');
    await bench.alert(serviceDown('middleware'));
    await bench.until('it is over', async () => (await bench.remediations())[0]?.['outcome'] === 'failed');
    assert.match(String((await bench.remediations())[0]?.['detail']), /after 1 of 2 steps: stopped/);
    assert.deepEqual(bench.world.acts, [{ verb: 'reload', on: 0 }]);
  });

  it('a schedule that was changed between evidence and act is left alone', async (t) => {
    const changes: Row[] = [
      { updatedAt: '2026-11-22T12:00:00.000Z' },
      // A change that left no mark is seen all the same.
      { endDate: null },
    ];
    for (const change of changes) {
      const bench = await startBench(t);
      const id = bench.world.endSchedule(1);
      let reads = 0;
      bench.world.onRead = () => {
        reads += 1;
        if (reads === 2) Object.assign(bench.world.schedules.get(id) ?? {}, change);
      };
      await bench.alert(schedulePastEnd(id));
      await bench.pass(10_000);
      assert.equal((await bench.remediations())[0]?.['outcome'], 'skipped');
      assert.deepEqual(bench.world.acts, []);
    }
  });
});

/** When the evidence is complete, and before anything is done. */
function afterTheLastProbe({ world }: Bench, happens: () => void): void {
  const { probe } = world;
  let probes = 0;
  world.probe = async (service, connections) => {
    const sample = await probe(service, connections);
    probes += 1;
    if (probes === 3) happens();
    return sample;
  };
}
