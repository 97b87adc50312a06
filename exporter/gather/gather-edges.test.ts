import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EdgeName, EdgeSample } from '../../core/probe/probe-edge.ts';
import { gatherEdges } from './gather-edges.ts';
import { manualClock } from './manual-clock.test-support.ts';

function gathering(outcomes: Partial<Record<EdgeName, EdgeSample['outcome']>>) {
  const clock = manualClock();
  const asked: EdgeName[] = [];
  const read = gatherEdges({
    probes: Object.entries(outcomes).map(([name, outcome]) => {
      const edge = name as EdgeName;
      const probe = async (): Promise<EdgeSample> => {
        asked.push(edge);
        return { at: clock.at, outcome, detail: '', certificateExpiresAt: null };
      };
      return [edge, probe] as const;
    }),
    probeIntervalMs: 30_000,
    intervalMs: 15_000,
    clock,
  });
  const runs = async (count: number) => {
    for (let i = 0; i < count; i += 1) {
      await read();
      clock.at += 15_000;
    }
  };
  const times = (edge: EdgeName) => asked.filter((name) => name === edge).length;
  return { read, runs, times };
}

describe('gathering public addresses', () => {
  it('asks nobody where none is configured', async () => {
    const { read } = gathering({});
    assert.deepEqual(await read(), { samples: {}, maxAge: 75_000 });
  });

  it('asks each on the interval of the probes, and one that fails in each run until it is clear', async () => {
    const { runs, times } = gathering({ web: 'up', middleware: 'down' });
    await runs(3);
    assert.deepEqual([times('web'), times('middleware')], [2, 3]);
    await runs(1);
    assert.deepEqual([times('web'), times('middleware')], [2, 3]);
  });

  it('does not press on when it was refused for asking too often', async () => {
    const { runs, times } = gathering({ middleware: 'unknown' });
    await runs(3);
    assert.equal(times('middleware'), 2);
  });

  it('keeps no more than it needs', async () => {
    const { runs, read } = gathering({ web: 'up' });
    await runs(30);
    assert.equal((await read()).samples.web?.length, 5);
  });
});
