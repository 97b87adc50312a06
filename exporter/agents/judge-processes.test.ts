import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Pm2Process, Pm2Sample } from '../../core/pm2/process.ts';
import { inspect, now, online, withVerdict } from './health-guardian.test-support.ts';

const MINUTE = 60_000;
const MEGABYTE = 1_000_000;

/** A list each minute, the newest of them now. */
const minutes = (count: number, list: (minutesAgo: number) => readonly Pm2Process[]): Pm2Sample[] =>
  Array.from({ length: count }, (_, i) => count - 1 - i).map((minutesAgo) => ({
    at: now - minutesAgo * MINUTE,
    processes: list(minutesAgo),
  }));
const of = (incident: string, verdict: string, world: Parameters<typeof inspect>[0]) =>
  withVerdict(verdict, inspect(world)).filter((it) => it.startsWith(incident));

describe('memory', () => {
  const high = { memoryBytes: 290 * MEGABYTE, memoryLimitBytes: 300 * MEGABYTE };

  it('near the limit for ten minutes is found, by worker', () => {
    const lists = minutes(11, () => [online('api', 0, high), online('api', 1), online('web', 2, high)]);
    assert.deepEqual(of('process_memory_high', 'bad', { lists }), [
      'process_memory_high process/api:0',
      'process_memory_high process/web',
    ]);
  });

  it('near it for less is not, yet', () => {
    const lists = minutes(10, () => [online('web', 2, high)]);
    assert.deepEqual(of('process_memory_high', 'bad', { lists }), []);
    assert.deepEqual(of('process_memory_high', 'unknown', { lists }), ['process_memory_high process/web']);
  });

  it('of a process without a limit is not judged at all', () => {
    const lists = minutes(11, () => [online('web', 2, { ...high, memoryLimitBytes: null })]);
    for (const verdict of ['bad', 'good', 'unknown']) {
      assert.deepEqual(of('process_memory_high', verdict, { lists }), []);
    }
  });
});

describe('restarts', () => {
  const storm = minutes(17, (minutesAgo) => [
    online('web', 2, { restarts: minutesAgo > 3 ? 0 : 5, startedAt: now }),
    online('nightly', 3, { restarts: 100 - minutesAgo, startedAt: now, cron: true }),
  ]);
  const did = (count: number) => ({
    at: now,
    value: {
      restarts: Array.from({ length: count }, () => ({
        app: 'web',
        pm_id: 2,
        at: new Date(now - 4 * MINUTE).toISOString(),
      })),
      remediations: [],
      refusals: [],
    },
  });

  it('again and again are found by app, but not those of a timetable', () => {
    assert.deepEqual(of('restart_storm', 'bad', { lists: storm }), ['restart_storm process/web']);
  });

  it('of our own are not counted', () => {
    assert.deepEqual(of('restart_storm', 'bad', { lists: storm, remediator: did(1) }), [
      'restart_storm process/web',
    ]);
    assert.deepEqual(of('restart_storm', 'bad', { lists: storm, remediator: did(2) }), []);
  });

  it('may be our own while the remediator does not answer', () => {
    const remediator = { at: now, value: null, detail: 'connection refused' };
    assert.deepEqual(of('restart_storm', 'unknown', { lists: storm, remediator }), [
      'restart_storm process/web',
    ]);
  });
});
