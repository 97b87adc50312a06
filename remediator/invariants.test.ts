import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type Bench,
  processErrored,
  schedulePastEnd,
  serviceDown,
  startBench,
} from './bench.test-support.ts';
import { scheduleId } from './fake-world.test-support.ts';

type Row = Record<string, unknown>;

/** What another process sees in the store: only what has been committed. */
function committed(bench: Bench, query: string): Row[] {
  const other = new DatabaseSync(join(bench.dataDir, 'store', 'remediator.sqlite'), { readOnly: true });
  try {
    return other.prepare(query).all();
  } finally {
    other.close();
  }
}

const outcomes = async (bench: Bench) => (await bench.remediations()).map(({ outcome }) => outcome);
const finished = (bench: Bench, count: number) => async () =>
  (await outcomes(bench)).filter((outcome) => outcome !== null).length === count;
const reasons = async (bench: Bench) => (await bench.decisions()).map(({ reason }) => reason);

describe('invariant 1: durable before acknowledged', () => {
  it('a delivery is committed when its 200 arrives', async (t) => {
    const bench = await startBench(t);
    const answer = await bench.deliver([{ labels: serviceDown('realtime') }]);
    assert.equal(answer.status, 200);
    const [delivery] = committed(bench, 'SELECT body FROM deliveries');
    const body = JSON.parse(Buffer.from(delivery?.['body'] as Uint8Array).toString());
    assert.equal(body.alerts[0].labels.target_id, 'realtime');
  });

  it('what was accepted and not decided when the process was killed is decided by the next one', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    const { probe } = bench.world;
    bench.world.probe = () => new Promise(() => undefined);
    await bench.alert(serviceDown('realtime'));
    await bench.pass(5_000);
    await bench.kill();
    assert.equal(committed(bench, 'SELECT * FROM alerts WHERE decision_id IS NULL').length, 1);
    bench.world.probe = probe;
    const next = await startBench(t, { after: bench });
    await next.until('it is repaired', finished(next, 1));
    assert.equal(committed(next, 'SELECT * FROM alerts WHERE decision_id IS NULL').length, 0);
    assert.equal(next.world.acts.length, 1);
  });

  it('a process killed in the middle of an act does not act again, and finds the outcome by looking', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    let kill: Promise<void> | undefined;
    bench.world.onAct = () => {
      kill = bench.kill();
    };
    await bench.alert(serviceDown('realtime'));
    await bench.until('the act was begun', () => kill !== undefined);
    await kill;
    bench.world.onAct = () => undefined;
    assert.equal(committed(bench, 'SELECT outcome FROM remediations')[0]?.['outcome'], null);
    const next = await startBench(t, { after: bench });
    await next.until('the outcome is known', finished(next, 1));
    assert.deepEqual(await outcomes(next), ['fixed']);
    assert.equal(next.world.acts.length, 1);
  });

  it('an act of which nobody knows whether it happened is unknown, and counts as an attempt', async (t) => {
    const attempts = { remediator: { actions: { restart_process: { attempts: 1 } } } };
    const bench = await startBench(t, attempts);
    bench.world.hang(2);
    let kill: Promise<void> | undefined;
    bench.world.lies = true;
    bench.world.onAct = () => {
      kill = bench.kill();
    };
    await bench.alert(serviceDown('realtime'));
    await bench.until('the act was begun', () => kill !== undefined);
    await kill;
    bench.world.onAct = () => undefined;
    const next = await startBench(t, { ...attempts, after: bench });
    await next.until('the outcome is known', finished(next, 1));
    await next.pass(300_000);
    assert.deepEqual(await outcomes(next), ['unknown']);
    assert.equal(next.world.acts.length, 1);
  });
});

describe('invariant 2: at most one effective execution per target and episode', () => {
  it('the same alert delivered 200 times in parallel leads to one restart', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    const labels = serviceDown('realtime');
    bench.alertmanager.fire(labels, bench.clock.now());
    const answers = await Promise.all(Array.from({ length: 200 }, () => bench.deliver([{ labels }])));
    assert.ok(answers.every(({ status }) => status === 200));
    await bench.until('it is repaired', finished(bench, 1));
    assert.deepEqual(bench.world.acts, [{ verb: 'restart', on: 2 }]);
    const decisions = (await bench.decisions()).filter(({ source }) => source === 'webhook');
    assert.equal(decisions.length, 200, 'each delivery has its decision');
    assert.equal(decisions.filter(({ decision }) => decision === 'act').length, 1);
    assert.equal(committed(bench, 'SELECT * FROM alerts WHERE decision_id IS NULL').length, 0);
  });

  it('the alerts of a service and of its process lead to one restart between them', async (t) => {
    const bench = await startBench(t);
    bench.world.giveUpOn(3);
    const both = [serviceDown('web'), processErrored('vizora-web'), processErrored('vizora-web:3')];
    for (const labels of both) bench.alertmanager.fire(labels, bench.clock.now());
    await Promise.all(Array.from({ length: 30 }, (_, n) => bench.deliver([{ labels: both[n % 3] ?? {} }])));
    await bench.until('it is repaired', finished(bench, 1));
    assert.equal(bench.world.acts.length, 1);
  });
});

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

describe('invariant 5: bounds are counted per canonical target, and survive restarts', () => {
  it('an attempt for the service is none left for its process, also in the next process', async (t) => {
    const options = { remediator: { actions: { restart_process: { attempts: 1, cooldown: '1s' } } } };
    const bench = await startBench(t, options);
    bench.world.hang(3);
    await bench.alert(serviceDown('web'));
    await bench.until('it is repaired', finished(bench, 1));
    await bench.kill();
    const next = await startBench(t, { ...options, after: bench });
    next.world.giveUpOn(3, 0);
    await next.alert(processErrored('vizora-web:3'));
    await next.pass(60_000);
    assert.ok((await reasons(next)).includes('attempts_exhausted'));
    assert.equal(next.world.acts.length, 1);
  });
});

describe('invariant 6: the blast radius is capped, and an empty set means nothing', () => {
  it('a population that cannot be read stops it', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.endSchedule(1);
    bench.world.onRead = () => {
      // The counting follows the looking up.
      bench.world.platformDown = true;
    };
    await bench.alert(schedulePastEnd(id));
    await bench.pass(1_000);
    assert.equal((await reasons(bench))[0], 'population_unknown');
    assert.deepEqual(bench.world.acts, []);
  });

  it('a population of none stops it', async (t) => {
    const bench = await startBench(t);
    bench.world.population = 0;
    await bench.alert(schedulePastEnd(bench.world.endSchedule(1)));
    await bench.pass(1_000);
    assert.equal((await reasons(bench))[0], 'population_unknown');
    assert.deepEqual(bench.world.acts, []);
  });

  it('two of three services broken at once are for people', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    bench.world.giveUpOn(3);
    bench.alertmanager.fire(serviceDown('realtime'), bench.clock.now());
    bench.alertmanager.fire(processErrored('vizora-web:3'), bench.clock.now());
    await bench.deliver([{ labels: serviceDown('realtime') }, { labels: processErrored('vizora-web:3') }]);
    await bench.pass(120_000);
    assert.deepEqual([...new Set(await reasons(bench))], ['mass_failure']);
    assert.deepEqual(bench.world.acts, []);
  });
});

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
        const matchers = [{ name: 'remediation', value: 'pause', isRegex: false }];
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

  it('a process that a person stopped is left alone', async (t) => {
    const bench = await startBench(t);
    Object.assign(bench.world.processes[3] ?? {}, { status: 'stopped', pid: 0, startedAt: null });
    await bench.alert(serviceDown('web'));
    await bench.pass(60_000);
    assert.equal((await reasons(bench))[0], 'stopped_by_person');
    assert.deepEqual(bench.world.acts, []);
  });
});

describe('invariant 9: no side effect without a prior durable intent', () => {
  it('the intent is committed before the act begins', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    const seen: Row[] = [];
    bench.world.onAct = () => {
      seen.push(...committed(bench, 'SELECT state, target, outcome FROM remediations'));
    };
    await bench.alert(serviceDown('realtime'));
    await bench.until('it is repaired', finished(bench, 1));
    assert.deepEqual(
      seen.map((row) => ({ ...row })),
      [{ state: 'intended', target: 'process/vizora-realtime', outcome: null }],
    );
  });
});

describe('invariant 10: alert data is inert', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      '$(reboot)',
      '`id`',
      "'; DROP TABLE remediations; --",
      '../../etc/passwd',
      '<script>alert(1)</script>',
      'all',
      '-1',
      '__proto__',
      'constructor',
      'vizora-web; pm2 kill',
      'vizora-web:3:4',
      'vizora-web:99999',
      scheduleId(1),
      'vizora-web',
      'middleware',
      '{{ .Labels }}',
      '\u0000',
      '"} or remediation=~".*"',
    ),
  );

  it('no label changes what is called, or with what kind of arguments', async (t) => {
    const bench = await startBench(t, {
      remediator: {
        actions: {
          restart_process: { attempts: 9, cooldown: '1s', target_per_hour: 99, per_hour: 999, per_day: 999 },
        },
      },
    });
    bench.world.hang(2);
    bench.world.hang(3);
    bench.world.endSchedule(1);
    const known = Object.keys(serviceDown('web'));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          serviceDown('realtime'),
          processErrored('vizora-web:3'),
          schedulePastEnd(scheduleId(1)),
        ),
        fc.dictionary(fc.oneof(fc.constantFrom(...known), hostile), hostile, { minKeys: 1, maxKeys: 4 }),
        async (sound, changed) => {
          const labels = { ...sound, ...changed };
          bench.alertmanager.alerts.splice(0);
          bench.alertmanager.fire(labels, bench.clock.now());
          const answer = await bench.deliver([{ labels }]);
          assert.equal(answer.status, 200);
          await bench.pass(6_000);
        },
      ),
      { numRuns: 60, seed: 1 },
    );
    for (const { verb, on, value } of bench.world.acts) {
      if (verb === 'setScheduleActive') assert.deepEqual([on, value], [scheduleId(1), false]);
      else
        assert.ok((verb === 'restart' || verb === 'reload') && [2, 3].includes(Number(on)), `${verb} ${on}`);
    }
    const reads = bench.world.reads.filter(
      (read) => !/^(probe (realtime|web|middleware) \d|schedule [A-Za-z0-9-]{1,64})$/.test(read),
    );
    assert.deepEqual(reads, []);
    const tables = committed(bench, "SELECT count(*) AS n FROM sqlite_schema WHERE type = 'table'");
    assert.ok(Number(tables[0]?.['n']) >= 10, 'the store is whole');
    const decisions = await bench.get('/api/v1/decisions?limit=1000');
    assert.ok((decisions['decisions'] as Row[]).length >= 60);
    assert.doesNotMatch(await bench.metrics(), /DROP TABLE|script|reboot/);
  });
});
