import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { Clock } from '../core/clock.ts';
import { createLog } from '../core/log.ts';
import { bad, type Finding, good, unknown } from '../core/verdict.ts';
import { covered, defineAgent, judge } from './agent.ts';
import { createExporterMetrics } from './metrics.ts';
import { openStore } from './store.ts';
import { createWatch } from './watch.ts';

const log = createLog('test', 'silent');
const target = { kind: 'schedule', id: 'a', org: 'acme', name: 'A' } as const;

/** A watch with one agent that finds what it is told to find, on a folder that outlives it. */
function start(t: TestContext, folder: string, finding: Finding) {
  const clock: Clock = { now: () => 1_000, sleep: async () => undefined };
  const store = openStore(folder, { clock, log });
  let open = true;
  const stop = () => {
    if (open) store.close();
    open = false;
  };
  t.after(stop);
  const agent = defineAgent({
    name: 'schedule-doctor',
    needs: ['schedules'],
    raises: ['schedule_past_end'],
    inspect: () => [covered('schedule_past_end', 'acme'), judge('schedule_past_end', target, finding)],
  });
  const refuse = () => Promise.reject(new Error('must not be read'));
  const watch = createWatch({
    agents: [{ agent, intervalMs: 1_000 }],
    gather: { schedules: async () => [], services: refuse, processes: refuse },
    store,
    metrics: createExporterMetrics([agent], { version: '0', origin: store.origin }),
    resolvedHoldMs: 1_000,
    isWatched: () => true,
    clock,
    log,
  });
  return { watch, origin: store.origin, stop };
}

function lostState(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'watch-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'exporter.db'), 'this is no database, and never was one. '.repeat(30));
  return folder;
}

describe('a state that was lost', () => {
  it('is still lost for the process after one that did not see everything', async (t) => {
    const folder = lostState(t);
    const first = start(t, folder, unknown('scan_incomplete'));
    await first.watch.look('schedule-doctor');
    assert.match(String(first.watch.ready()), /was lost, and not everything seen again/);
    first.stop();
    const second = start(t, folder, good);
    assert.equal(second.origin, 'lost');
    assert.notEqual(second.watch.ready(), null, 'an empty scrape would resolve every alert');
  });

  it('is whole again for the process after one that saw everything', async (t) => {
    const folder = lostState(t);
    const first = start(t, folder, bad('ended'));
    await first.watch.look('schedule-doctor');
    assert.equal(first.watch.ready(), null);
    first.stop();
    const second = start(t, folder, good);
    assert.equal(second.origin, 'restored');
    assert.equal(second.watch.ready(), null);
    assert.equal(second.watch.board().size, 1);
  });
});
