import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Bench, serviceDown, startBench } from './bench.test-support.ts';

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
