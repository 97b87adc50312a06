import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ProbeSample } from '../../core/checks/service-down.ts';
import { createLog } from '../../core/log.ts';
import { Pm2Error } from '../../core/pm2/pm2-error.ts';
import type { Pm2Process, Pm2Status } from '../../core/pm2/process.ts';
import { connectionsFor } from './gather.ts';
import { gatherProcesses } from './gather-processes.ts';
import { gatherServices } from './gather-services.ts';
import { manualClock } from './manual-clock.test-support.ts';
import { sharedReading } from './shared-reading.ts';

const log = createLog('test', 'silent');

describe('a shared reading', () => {
  it('is made once for all who ask at the same time, and anew for who asks later', async () => {
    let readings = 0;
    const { read, last } = sharedReading(async () => ++readings);
    assert.equal(last(), null);
    assert.deepEqual(await Promise.all([read(), read(), read()]), [1, 1, 1]);
    assert.equal(await read(), 2);
    assert.equal(last(), 2);
  });

  it('that fails fails for all who asked, is tried again, and is no last one', async () => {
    let broken = true;
    const { read, last } = sharedReading(async () => {
      if (broken) throw new Error('no');
      return 1;
    });
    await assert.rejects(read());
    assert.equal(last(), null);
    broken = false;
    assert.equal(await read(), 1);
  });

  it('serves those who come a little later, until it is no longer fresh or the clock was set back', async () => {
    const clock = manualClock();
    let readings = 0;
    const { read } = sharedReading(async () => ++readings, { freshForMs: () => 60_000, clock });
    const at = async (moment: number) => {
      clock.at = moment;
      return read();
    };
    assert.deepEqual([await at(1_000), await at(60_999), await at(61_000), await at(500)], [1, 1, 2, 3]);
  });

  it('grows old from when it was begun: what was read first is as old as that', async () => {
    const clock = manualClock();
    let readings = 0;
    const slow = async () => {
      await clock.sleep(50_000);
      return ++readings;
    };
    const { read } = sharedReading(slow, { freshForMs: () => 60_000, clock });
    await read();
    clock.at += 9_999;
    assert.equal(await read(), 1);
    clock.at += 1;
    assert.equal(await read(), 2);
  });

  it('is fresh for as long as what was read deserves', async () => {
    const clock = manualClock();
    let readings = 0;
    const { read } = sharedReading(async () => ++readings, {
      freshForMs: (last) => last * 1_000,
      clock,
    });
    const seen: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      seen.push(await read());
      clock.at += 1_500;
    }
    assert.deepEqual(seen, [1, 2, 2, 3]);
  });
});

describe('gathering processes', () => {
  const process = (name: string, status: Pm2Status, cron = false) =>
    ({ name, pmId: 0, status, cron }) as Pm2Process;

  /** PM2 answering one list after another; null is a daemon that does not answer. */
  function gathering(...lists: (Pm2Process[] | null)[]) {
    const clock = manualClock();
    let asked = 0;
    const read = gatherProcesses({
      pm2: {
        list: async () => {
          const list = lists[Math.min(asked, lists.length - 1)];
          asked += 1;
          if (list === null || list === undefined) throw new Pm2Error('silence', 'no answer');
          return list;
        },
      },
      expected: ['web'],
      intervalMs: 15_000,
      reachMs: 60_000,
      clock,
      log,
    });
    return { clock, read, asked: () => asked };
  }

  it('takes two lists at the start, two seconds apart, and then one while all is well', async () => {
    const { clock, read, asked } = gathering([process('web', 'online'), process('nightly', 'stopped', true)]);
    const first = await read();
    assert.deepEqual(
      first.samples.map(({ at }) => at),
      [1_000_000, 1_002_000],
    );
    clock.at += 15_000;
    await read();
    assert.equal(asked(), 3);
  });

  it('takes a second list when something is not online, or an expected app is missing', async () => {
    for (const list of [[process('web', 'errored')], []]) {
      const { clock, read, asked } = gathering([process('web', 'online')], [process('web', 'online')], list);
      await read();
      clock.at += 15_000;
      const { samples } = await read();
      assert.equal(asked(), 4);
      assert.deepEqual(samples.at(-2)?.processes, samples.at(-1)?.processes);
    }
  });

  it('takes a second list when all is well again, so that this look can say so', async () => {
    const { clock, read } = gathering(
      [process('web', 'errored')],
      [process('web', 'errored')],
      [process('web', 'online')],
    );
    await read();
    clock.at += 15_000;
    const { samples } = await read();
    assert.deepEqual(
      samples.slice(-2).map(({ processes }) => processes?.[0]?.status),
      ['online', 'online'],
    );
  });

  it('keeps no more samples than it needs, and says how old they may be', async () => {
    const { clock, read } = gathering([process('web', 'errored')]);
    for (let i = 0; i < 5; i += 1) {
      clock.at += 15_000;
      await read();
    }
    const { samples, maxAge } = await read();
    assert.equal(samples.length, 4);
    assert.equal(maxAge, 37_500);
  });

  it('keeps what memory and restarts are judged over for longer, and little of each list', async () => {
    const { clock, read } = gathering([process('web', 'online')]);
    for (let i = 0; i < 20; i += 1) {
      await read();
      clock.at += 15_000;
    }
    const { history, samples } = await read();
    assert.equal(history.at(-1)?.at, samples.at(-1)?.at);
    const reach = (history.at(-1)?.at ?? 0) - (history[0]?.at ?? 0);
    assert.ok(reach >= 60_000 && reach <= 97_500, `${reach} ms`);
    assert.deepEqual(Object.keys(history[0]?.processes?.[0] ?? {}).sort(), [
      'cron',
      'memoryBytes',
      'memoryLimitBytes',
      'name',
      'pmId',
      'restarts',
      'startedAt',
      'status',
    ]);
  });

  it('keeps in the history, too, that the daemon did not answer', async () => {
    const { read } = gathering(null);
    assert.deepEqual((await read()).history, [{ at: 1_000_000, processes: null }]);
  });

  it('takes a daemon that does not answer for a sample without a list, and does not ask twice', async () => {
    const { read, asked } = gathering(null);
    assert.deepEqual((await read()).samples, [{ at: 1_000_000, processes: null }]);
    assert.equal(asked(), 1);
  });

  it('does not hide a fault of its own', async () => {
    const read = gatherProcesses({
      pm2: { list: () => Promise.reject(new TypeError('a bug')) },
      expected: [],
      intervalMs: 1,
      reachMs: 1,
      clock: manualClock(),
      log,
    });
    await assert.rejects(read(), TypeError);
  });
});

describe('gathering services', () => {
  function gathering(outcome: () => ProbeSample['outcome']) {
    const clock = manualClock();
    let probes = 0;
    const read = gatherServices({
      probe: async (service) => {
        if (service === 'web') probes += 1;
        return { at: clock.at, outcome: outcome(), detail: '' };
      },
      probeIntervalMs: 30_000,
      intervalMs: 15_000,
      clock,
    });
    return { clock, read, probes: () => probes };
  }

  it('probes a healthy service on its own interval, not in each run', async () => {
    const { clock, read, probes } = gathering(() => 'up');
    for (let i = 0; i < 5; i += 1) {
      await read();
      clock.at += 15_000;
    }
    assert.equal(probes(), 3);
  });

  it('probes more seldom where a look at many workers would cost more than an hour allows', async () => {
    const clock = manualClock();
    const probed: [string, number][] = [];
    const read = gatherServices({
      probe: async (service) => {
        probed.push([service, clock.at]);
        return { at: clock.at, outcome: 'up', detail: '' } as const;
      },
      probeIntervalMs: 30_000,
      leastIntervalMs: (service) => (service === 'middleware' ? 45_000 : 1_000),
      intervalMs: 15_000,
      clock,
    });
    const start = clock.at;
    for (let i = 0; i < 7; i += 1) {
      const { maxAge } = await read();
      assert.ok(maxAge >= 45_000, 'what is not yet due is not too old');
      clock.at += 15_000;
    }
    const times = (of: string) => probed.flatMap(([one, at]) => (one === of ? [at - start] : []));
    assert.deepEqual(times('middleware'), [0, 45_000, 90_000]);
    assert.deepEqual(times('web'), [0, 30_000, 60_000, 90_000]);
  });

  it('probes although a run comes a little early', async () => {
    const { clock, read, probes } = gathering(() => 'up');
    await read();
    clock.at += 28_500;
    await read();
    assert.equal(probes(), 2);
  });

  it('probes a failing service in each run until it is known to be down, and then on its interval', async () => {
    const { clock, read, probes } = gathering(() => 'down');
    for (let i = 0; i < 3; i += 1) {
      await read();
      clock.at += 15_000;
    }
    assert.equal(probes(), 3);
    await read();
    assert.equal(probes(), 3);
    clock.at += 15_000;
    await read();
    assert.equal(probes(), 4);
  });

  it('does not press on when it was refused for asking too often', async () => {
    const { clock, read, probes } = gathering(() => 'unknown');
    await read();
    clock.at += 15_000;
    await read();
    assert.equal(probes(), 1);
  });
});

describe('connections of one look', () => {
  const list = (count: number) => [
    { at: 1, processes: Array.from({ length: count }, () => ({ name: 'api' }) as Pm2Process) },
  ];
  it('are one more than a cluster has instances, and one for a single process', () => {
    assert.deepEqual(
      [0, 1, 2, 4].map((count) => connectionsFor('api', list(count))),
      [1, 1, 3, 5],
    );
  });
  it('are those of the last readable list while PM2 does not answer, and two before the first', () => {
    assert.equal(connectionsFor('api', [...list(2), { at: 2, processes: null }]), 3);
    assert.equal(connectionsFor('api', [{ at: 2, processes: null }]), 2);
  });
});
