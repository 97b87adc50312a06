import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import {
  type Bench,
  dependencyDown,
  schedulePastEnd,
  serviceDown,
  startBench,
} from './bench.test-support.ts';

/** Long enough to act. */
const WHILE_MS = 20_000;
const PROCESSES = { middleware: 0, realtime: 2, web: 3 } as const;
const unconnected = { database: null, redis: null, storage: null };

type Arrange = (bench: Bench) => void;

/** Something breaks while its surroundings are as arranged; what was decided, and whether anything was done. */
async function broken(t: TestContext, what: keyof typeof PROCESSES | 'schedule', arrange: Arrange) {
  const bench = await startBench(t);
  arrange(bench);
  if (what === 'schedule') await bench.alert(schedulePastEnd(bench.world.endSchedule(1)));
  else {
    bench.world.hang(PROCESSES[what]);
    await bench.alert(serviceDown(what));
  }
  await bench.pass(WHILE_MS);
  const decision = (await bench.decisions()).find(({ source }) => source === 'webhook');
  return { bench, reason: decision?.['reason'], acts: bench.world.acts.length };
}

const isDown =
  (name: string, state: 'active' | 'suppressed' = 'active'): Arrange =>
  ({ alertmanager, clock }) =>
    alertmanager.fire(dependencyDown(name), clock.now(), state);
const ownLooks =
  (looks: Partial<Bench['world']['ownLooks']>): Arrange =>
  ({ world }) =>
    void Object.assign(world.ownLooks, looks);
const both =
  (...all: readonly Arrange[]): Arrange =>
  (bench) => {
    for (const one of all) one(bench);
  };

type Case = [when: string, what: Parameters<typeof broken>[1], arrange: Arrange, reason: string];

describe('what a repair stands on', () => {
  const refused: readonly Case[] = [
    ['the database of realtime is down', 'realtime', isDown('database'), 'dependency_down'],
    ['what is down is silenced', 'realtime', isDown('redis', 'suppressed'), 'dependency_down'],
    ['the storage of the middleware is down', 'middleware', isDown('storage'), 'dependency_down'],
    ['our own look says that Redis is away', 'realtime', ownLooks({ redis: 'down' }), 'dependency_down'],
    [
      'our own look says that the storage is away',
      'middleware',
      ownLooks({ storage: 'down' }),
      'dependency_down',
    ],
    [
      'our own look cannot tell how the database is',
      'realtime',
      ownLooks({ database: 'unknown' }),
      'dependency_unknown',
    ],
    [
      'the middleware lacked what it did not name, and we have no connections of our own',
      'middleware',
      both(isDown('undisclosed'), ownLooks(unconnected)),
      'dependency_down',
    ],
    [
      'the middleware lacked what it did not name, and we reach only one of what it may be',
      'middleware',
      both(isDown('undisclosed'), ownLooks({ redis: null })),
      'dependency_down',
    ],
    ['the API does not answer', 'schedule', ({ world }) => world.hang(0), 'dependency_down'],
    ['the API stands on a database that is down', 'schedule', isDown('database'), 'dependency_down'],
    ['the API lacks what it does not name', 'schedule', isDown('undisclosed'), 'dependency_down'],
  ];
  for (const [when, what, arrange, reason] of refused) {
    it(`holds the repair of ${what} while ${when}`, async (t) => {
      const seen = await broken(t, what, arrange);
      assert.deepEqual([seen.reason, seen.acts], [reason, 0]);
    });
  }

  const passed: readonly (readonly [what: Case[1], which: string, arrange: Arrange])[] = [
    ['realtime', 'does not use the storage', isDown('storage')],
    ['realtime', 'is not what did not name what it lacks', isDown('undisclosed')],
    ['web', 'uses none of them itself', both(isDown('database'), ownLooks({ redis: 'down' }))],
    ['realtime', 'has no connection of ours beside it', ownLooks(unconnected)],
    [
      'realtime',
      'uses a database that has another trouble',
      ({ alertmanager, clock }) =>
        alertmanager.fire({ ...dependencyDown('database'), incident: 'connections_high' }, clock.now()),
    ],
    ['middleware', 'is dead, and whose database and Redis we reach', isDown('undisclosed')],
  ];
  for (const [what, which, arrange] of passed) {
    it(`lets the repair of ${what} through, which ${which}`, async (t) => {
      const seen = await broken(t, what, arrange);
      assert.deepEqual([seen.reason, seen.acts > 0], ['fault_confirmed', true]);
    });
  }

  it('is looked at once more just before the act', async (t) => {
    const { bench, reason, acts } = await broken(t, 'realtime', ({ world }) => {
      let looks = 0;
      const { lookAtDependency } = world;
      world.lookAtDependency = (name) => {
        // Two are looked at each time.
        looks += 1;
        if (looks === 3) world.ownLooks.redis = 'down';
        return lookAtDependency(name);
      };
    });
    assert.deepEqual([reason, acts], ['dependency_down', 0]);
    const decision = (await bench.decisions())[0];
    const last = (decision?.['gates'] as { gate: string; saw: string }[] | undefined)?.at(-1);
    assert.deepEqual(last, {
      gate: 'dependencies',
      passed: false,
      saw: 'asked again just before acting: redis: it is down',
    });
  });

  it('is repaired upon once it is back, and nobody is told meanwhile', async (t) => {
    const { bench, acts } = await broken(t, 'realtime', ownLooks({ redis: 'down' }));
    await bench.pass(180_000);
    assert.equal(acts + bench.world.acts.length, 0);
    assert.doesNotMatch(await bench.metrics(), /^vizora_remediation_escalated\{.*\} 1$/m);
    bench.world.ownLooks.redis = 'up';
    await bench.until('it is restarted', () => bench.world.acts.length === 1, 120_000);
  });
});
