import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { Clock } from '../core/clock.ts';
import { createLog } from '../core/log.ts';
import { bad, type Finding, good, unknown } from '../core/verdict.ts';
import { gatherOf, shippedChecks } from './agent.test-support.ts';
import { covered, defineAgent, judge } from './agent.ts';
import { createExporterMetrics } from './metrics.ts';
import type { Section } from './snapshot.ts';
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
  const watch = createWatch({
    agents: [{ agent, intervalMs: 1_000 }],
    gather: gatherOf({ schedules: async () => [] }),
    checks: shippedChecks,
    leastIntervalMs: () => 0,
    unavailable: () => null,
    clockSkewMs: () => null,
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

describe('the interval in force', () => {
  /** An agent on a ten-minute timetable whose list allows a reading every so often. */
  function watchWith(t: TestContext, leastMs: (section: Section) => number) {
    const folder = mkdtempSync(join(tmpdir(), 'watch-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const clock = { at: 0, now: () => clock.at, sleep: async () => undefined };
    const store = openStore(folder, { clock, log });
    t.after(store.close);
    const agent = defineAgent({
      name: 'schedule-doctor',
      needs: ['schedules', 'displays'],
      raises: ['schedule_past_end'],
      inspect: () => [],
    });
    const watch = createWatch({
      agents: [{ agent, intervalMs: 600_000 }],
      gather: gatherOf({ schedules: async () => [], displays: async () => [] }),
      checks: shippedChecks,
      leastIntervalMs: leastMs,
      unavailable: () => null,
      clockSkewMs: () => null,
      store,
      metrics: createExporterMetrics([agent], { version: '0', origin: store.origin }),
      resolvedHoldMs: 1_000,
      isWatched: () => true,
      clock,
      log,
    });
    return { watch, clock };
  }
  const minutes = (n: number) => n * 60_000;

  it('is what is configured while the lists are cheap', async (t) => {
    const { watch, clock } = watchWith(t, () => minutes(3));
    assert.equal(watch.isDue('schedule-doctor'), true, 'it never looked');
    await watch.look('schedule-doctor');
    assert.equal(watch.statuses()[0]?.intervalMs, minutes(10));
    clock.at = minutes(4);
    assert.equal(watch.isDue('schedule-doctor'), false);
    clock.at = minutes(10);
    assert.equal(watch.isDue('schedule-doctor'), true);
  });

  it('is stretched to whole multiples where a look costs more than its share, and told', async (t) => {
    const { watch, clock } = watchWith(t, () => minutes(25));
    await watch.look('schedule-doctor');
    assert.equal(watch.statuses()[0]?.intervalMs, minutes(30));
    const due: number[] = [];
    for (const minute of [10, 20, 30]) {
      clock.at = minutes(minute);
      if (watch.isDue('schedule-doctor')) due.push(minute);
    }
    assert.deepEqual(due, [30]);
  });

  it('is that of the costliest list that the agent needs', async (t) => {
    const costs: Partial<Record<Section, number>> = { schedules: minutes(8), displays: minutes(21) };
    const { watch } = watchWith(t, (section) => costs[section] ?? 0);
    assert.equal(watch.statuses()[0]?.intervalMs, minutes(30));
  });

  it('does not outlast a clock that was set back', async (t) => {
    const { watch, clock } = watchWith(t, () => 0);
    clock.at = minutes(100);
    await watch.look('schedule-doctor');
    clock.at = minutes(1);
    assert.equal(watch.isDue('schedule-doctor'), true);
  });
});
