import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Bench, serviceDown, startBench } from './bench.test-support.ts';
import type { Gate, GateName } from './gates/gate.ts';
import { gates } from './gates/index.ts';

/** All gates, of which one does something else first each time that it is asked. */
const withPause = (name: GateName, first: (asked: number) => void | Promise<void>): Gate[] => {
  let asked = 0;
  return gates.map((gate) =>
    gate.name === name
      ? {
          ...gate,
          async ask(context) {
            asked += 1;
            await first(asked);
            return gate.ask(context);
          },
        }
      : gate,
  );
};

const webhookDecisions = async (bench: Bench) =>
  (await bench.decisions()).filter(({ source }) => source === 'webhook');

describe('what is asked again just before acting', () => {
  it('a pause that begins while a decision is under way is kept', async (t) => {
    let hold: Promise<void> | null = null;
    const bench = await startBench(t, {
      gates: withPause('mass_failure', () => hold ?? undefined),
      remediator: { actions: { restart_process: { cooldown: '1h', attempts: 3, execute_within: '2h' } } },
    });
    bench.world.hang(2);
    const act = Promise.withResolvers<void>();
    bench.world.onAct = () => act.promise;
    await bench.alert(serviceDown('realtime'));
    await bench.until('the act began', () => bench.world.acts.length === 1);
    const release = Promise.withResolvers<void>();
    hold = release.promise;
    await bench.alert(serviceDown('realtime'));
    await bench.pass(1_000);
    act.reject(new Error('it did not work'));
    await bench.until('it is over', async () => (await bench.remediations())[0]?.['outcome'] === 'failed');
    hold = null;
    release.resolve();
    await bench.pass(30_000);
    assert.equal((await webhookDecisions(bench)).at(-1)?.['reason'], 'cooldown');
    assert.equal(bench.world.acts.length, 1);
  });

  it('a second service that breaks while the evidence about the first is taken makes it a matter for people', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    let probes = 0;
    const { probe } = bench.world;
    bench.world.probe = (service, connections) => {
      probes += 1;
      if (probes === 2) bench.alertmanager.fire(serviceDown('web'), bench.clock.now());
      return probe(service, connections);
    };
    await bench.alert(serviceDown('realtime'));
    await bench.pass(10_000);
    assert.equal((await webhookDecisions(bench))[0]?.['reason'], 'mass_failure');
    assert.deepEqual(bench.world.acts, []);
  });

  it('evidence that has grown old while other decisions came first is taken anew', async (t) => {
    const bench: Bench = await startBench(t, {
      gates: withPause('paused', (asked) => {
        if (asked === 2) bench.clock.advance(31_000);
      }),
    });
    bench.world.hang(2);
    await bench.alert(serviceDown('realtime'));
    await bench.pass(4_500);
    const [decision] = await webhookDecisions(bench);
    assert.equal(decision?.['reason'], 'evidence_unknown');
    assert.match(JSON.stringify(decision?.['gates']), /the evidence is 31 s old by now/);
    assert.deepEqual(bench.world.acts, []);
    await bench.until('it is repaired in the end', () => bench.world.acts.length === 1);
  });
});
