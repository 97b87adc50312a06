import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lookAt, type Seen } from '../../core/checks/dependency-look.test-support.ts';
import { gatherDependencies } from './gather-dependencies.ts';
import { manualClock } from './manual-clock.test-support.ts';

/** Looks at a world of which this is true at the given time. */
function gathering(seen: (at: number) => Seen) {
  const clock = manualClock();
  let asked = 0;
  const read = gatherDependencies({
    look: async () => {
      asked += 1;
      return lookAt(clock.at, seen(clock.at));
    },
    probeIntervalMs: 30_000,
    intervalMs: 15_000,
    reachMs: 300_000,
    clock,
  });
  const runs = async (count: number) => {
    for (let i = 0; i < count; i += 1) {
      await read();
      clock.at += 15_000;
    }
  };
  return { clock, read, runs, asked: () => asked };
}

describe('gathering what the platform stands on', () => {
  it('asks on the interval of the probes while all is well', async () => {
    const { runs, asked } = gathering(() => ({}));
    await runs(5);
    assert.equal(asked(), 3);
  });

  for (const [what, seen] of [
    ['the middleware is not ready', { middleware: 'unready' }],
    ['realtime is not ready', { realtime: 'unready' }],
    ['our own connection fails', { storage: 'down' }],
  ] as const) {
    it(`asks in each run while ${what}, until it is clear, and then on the interval`, async () => {
      const { runs, asked } = gathering(() => seen);
      await runs(3);
      assert.equal(asked(), 3);
      await runs(1);
      assert.equal(asked(), 3);
      await runs(1);
      assert.equal(asked(), 4);
    });
  }

  for (const [what, seen] of [
    ['was refused for asking too often', { middleware: 'unknown', realtime: 'unknown' }],
    ['asks who is dead', { middleware: 'dead', realtime: 'dead' }],
    ['has a connection that cannot tell', { database: 'unknown' }],
  ] as const) {
    it(`does not press on when it ${what}`, async () => {
      const { runs, asked } = gathering(() => seen);
      await runs(3);
      assert.equal(asked(), 2);
    });
  }

  it('keeps as much as is judged over, and says how old it may be', async () => {
    const { clock, read, runs } = gathering(() => ({ realtime: 'unready' }));
    await runs(60);
    const { looks, maxAge } = await read();
    assert.equal(maxAge, 75_000);
    const reach = clock.at - (looks[0]?.at ?? 0);
    assert.ok(reach >= 300_000 && reach <= 375_000, `${reach} ms`);
  });

  it('keeps looks at the times when they were made', async () => {
    const { read, clock } = gathering(() => ({}));
    assert.deepEqual(
      (await read()).looks.map(({ at }) => at),
      [1_000_000],
    );
    clock.at = 1_030_000;
    assert.deepEqual(
      (await read()).looks.map(({ at }) => at),
      [1_000_000, 1_030_000],
    );
  });

  it('asks at once after the clock was set back', async () => {
    const { clock, read, asked } = gathering(() => ({}));
    await read();
    clock.at -= 3_600_000;
    await read();
    assert.equal(asked(), 2);
  });
});
