import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { Clock } from '../core/clock.ts';
import { startTimetable, type Timetable } from './timetable.ts';

const START = Date.parse('2026-03-01T12:00:00.500Z');

/** On the timers that the test moves. */
const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => reject(signal.reason));
    }),
};

/** Lets what was started get on, without letting time pass. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
}

async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 100) {
    mock.timers.tick(100);
    await settle();
  }
}

const hostDate = globalThis.Date;

/** Sets the clock of the host by so many ms; its timers go on as they were. */
function setClock(by: number): void {
  const Before = globalThis.Date;
  globalThis.Date = class extends Before {
    constructor(...about: [] | [number]) {
      super(about[0] ?? Before.now() + by);
    }
    static override now = () => Before.now() + by;
  } as DateConstructor;
}

describe('the timetable', () => {
  let timetable: Timetable | null;
  let skipped: string[];
  let broken: string[];
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: START });
    timetable = null;
    skipped = [];
    broken = [];
  });
  afterEach(async () => {
    await timetable?.stop();
    mock.timers.reset();
    globalThis.Date = hostDate;
  });

  const seconds = () => (Date.now() - START) / 1_000;
  function start(entries: Parameters<typeof startTimetable>[0], random = 0): Timetable {
    timetable = startTimetable(entries, {
      clock,
      random: () => random,
      onSkip: (name) => skipped.push(name),
      onError: (name) => broken.push(name),
    });
    return timetable;
  }

  it('lets each look once within a second, and then on its interval', async () => {
    const runs: [string, number][] = [];
    const run = (name: string) => async () => void runs.push([name, seconds()]);
    start([
      { name: 'often', intervalMs: 5_000, run: run('often') },
      { name: 'seldom', intervalMs: 900_000, run: run('seldom') },
    ]);
    await pass(12_000);
    assert.deepEqual(runs, [
      ['often', 0.5],
      ['seldom', 0.5],
      ['often', 5.5],
      ['often', 10.5],
    ]);
  });

  it('spreads the later runs, by at most a tenth of the interval', async () => {
    const runs: number[] = [];
    start([{ name: 'a', intervalMs: 10_000, run: async () => void runs.push(seconds()) }], 0.5);
    await pass(22_000);
    assert.deepEqual(runs, [0.5, 11, 21]);
  });

  it('never starts a run while the one before has not ended, and tells of each that it skipped', async () => {
    const ends: (() => void)[] = [];
    let running = 0;
    let most = 0;
    start([
      {
        name: 'slow',
        intervalMs: 2_000,
        run: () =>
          new Promise<void>((resolve) => {
            running += 1;
            most = Math.max(most, running);
            ends.push(() => {
              running -= 1;
              resolve();
            });
          }),
      },
    ]);
    await pass(5_000);
    assert.ok(skipped.length >= 2, `${skipped.length} skipped`);
    assert.equal(ends.length, 1);
    ends.shift()?.();
    await pass(2_500);
    assert.equal(ends.length, 1);
    assert.equal(most, 1);
    ends.shift()?.();
  });

  it('goes on after a run that threw', async () => {
    let runs = 0;
    start([
      {
        name: 'faulty',
        intervalMs: 2_000,
        run: async () => {
          runs += 1;
          throw new Error('no');
        },
      },
    ]);
    await pass(5_000);
    assert.equal(runs, 3);
    assert.deepEqual(broken, ['faulty', 'faulty', 'faulty']);
  });

  for (const [how, by] of [
    ['back', -3_600_000],
    ['forward', 3_600_000],
  ] as const) {
    it(`goes on at its interval when the clock is set ${how} by an hour, and tells so after a run`, async () => {
      const runs: number[] = [];
      const run = async () => void runs.push(Date.now());
      const { nextRun } = start([{ name: 'a', intervalMs: 10_000, run }]);
      await pass(15_000);
      assert.equal(runs.length, 2);
      setClock(by);
      await pass(5_000);
      assert.equal(runs.length, 2, 'not before the interval has passed');
      await pass(25_000);
      assert.equal(runs.length, 5);
      assert.equal(nextRun('a'), START + by + 50_500);
    });
  }

  it('tells when the next run is due', async () => {
    const { nextRun } = start([{ name: 'a', intervalMs: 10_000, run: async () => undefined }]);
    assert.equal(nextRun('a'), Date.parse('2026-03-01T12:00:01Z'));
    await pass(4_000);
    assert.equal(nextRun('a'), Date.parse('2026-03-01T12:00:11Z'));
    assert.equal(nextRun('b'), null);
  });

  it('stops: starts nothing more, and waits for what runs, but not for what only waits its turn', async () => {
    let end: () => void = () => assert.fail('has not begun');
    let runs = 0;
    const { stop } = start(
      [
        {
          name: 'a',
          intervalMs: 10_000,
          run: () =>
            new Promise<void>((resolve) => {
              runs += 1;
              end = resolve;
            }),
        },
      ],
      0.9,
    );
    await pass(1_000);
    let stopped = false;
    const stopping = stop().then(() => {
      stopped = true;
    });
    await settle();
    assert.equal(stopped, false);
    end();
    await stopping;
    await pass(30_000);
    assert.equal(runs, 1);
    assert.deepEqual(broken, []);
  });
});
