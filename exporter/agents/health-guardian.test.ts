import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  down,
  gaps,
  healthyProcesses,
  inspect,
  maxAge,
  now,
  online,
  twice,
  up,
  withVerdict,
} from './health-guardian.test-support.ts';

/** The checks that are about whatever PM2 lists. */
const ofListed = (reason: string) =>
  ['process_errored', 'process_stopped', 'process_memory_high', 'restart_storm'].map(
    (incident) => `${incident} ${reason}`,
  );

describe('health-guardian', () => {
  it('finds nothing wrong in a healthy world, and sees all of it', () => {
    const statements = inspect();
    assert.deepEqual(withVerdict('bad', statements), []);
    assert.deepEqual(withVerdict('unknown', statements), []);
    assert.deepEqual(gaps(statements), []);
    assert.deepEqual(withVerdict('good', statements), [
      'service_down service/middleware',
      'service_down service/realtime',
      'service_down service/web',
      'dependency_down dependency/database',
      'dependency_down dependency/redis',
      'dependency_down dependency/storage',
      'dependency_down dependency/undisclosed',
      'service_stuck service/realtime',
      'process_missing process/vizora-middleware',
      'process_missing process/vizora-realtime',
      'process_missing process/vizora-web',
      'process_errored process/vizora-middleware:0',
      'process_stopped process/vizora-middleware:0',
      'process_errored process/vizora-middleware:1',
      'process_stopped process/vizora-middleware:1',
      'process_errored process/vizora-realtime',
      'process_stopped process/vizora-realtime',
      'process_errored process/vizora-web',
      'process_stopped process/vizora-web',
      'restart_storm process/vizora-middleware',
      'restart_storm process/vizora-realtime',
      'restart_storm process/vizora-web',
    ]);
  });

  it('calls a service down after three failed looks in a row, not after two', () => {
    const two = [up(now - 60_000), down(now - 30_000), down(now)];
    assert.deepEqual(withVerdict('bad', inspect({ middleware: two })), []);
    const three = [down(now - 60_000), down(now - 30_000), down(now)];
    assert.deepEqual(withVerdict('bad', inspect({ middleware: three })), ['service_down service/middleware']);
  });

  it('says nothing of a service whose last look is too old', () => {
    const old = [down(now - 3 * maxAge), down(now - 2 * maxAge), down(now - maxAge - 1)];
    const statements = inspect({ middleware: old });
    assert.deepEqual(withVerdict('unknown', statements), ['service_down service/middleware']);
  });

  it('finds a process that PM2 has given up', () => {
    const processes = [
      ...healthyProcesses.slice(0, 3),
      online('vizora-web', 3, { status: 'errored', pid: 0 }),
    ];
    assert.deepEqual(withVerdict('bad', inspect({ lists: twice(processes) })), [
      'process_errored process/vizora-web',
    ]);
  });

  it('finds the one errored worker of a cluster by its number', () => {
    const processes = [online('vizora-middleware', 0, { status: 'errored' }), ...healthyProcesses.slice(1)];
    assert.deepEqual(withVerdict('bad', inspect({ lists: twice(processes) })), [
      'process_errored process/vizora-middleware:0',
    ]);
  });

  it('finds a stopped process, but not an app that rests between runs of its timetable', () => {
    const processes = [
      ...healthyProcesses.slice(0, 3),
      online('vizora-web', 3, { status: 'stopped' }),
      online('nightly', 4, { status: 'stopped', cron: true }),
    ];
    assert.deepEqual(withVerdict('bad', inspect({ lists: twice(processes) })), [
      'process_stopped process/vizora-web',
    ]);
  });

  it('finds an expected app that PM2 does not know', () => {
    assert.deepEqual(withVerdict('bad', inspect({ lists: twice(healthyProcesses.slice(0, 3)) })), [
      'process_missing process/vizora-web',
    ]);
  });

  it('finds all apps missing when a daemon answers that it has none', () => {
    assert.equal(withVerdict('bad', inspect({ lists: twice([]) })).length, 3);
  });

  it('says nothing of processes while PM2 does not answer, and still judges the services', () => {
    const statements = inspect({ lists: twice(null) });
    assert.deepEqual(withVerdict('bad', statements), []);
    assert.deepEqual(
      withVerdict('good', statements).filter((verdict) => verdict.startsWith('service_down')),
      ['service_down service/middleware', 'service_down service/realtime', 'service_down service/web'],
    );
    assert.deepEqual(gaps(statements), ofListed('source_down'));
    assert.deepEqual(withVerdict('unknown', statements), [
      'process_missing process/vizora-middleware',
      'process_missing process/vizora-realtime',
      'process_missing process/vizora-web',
    ]);
  });

  it('waits for two lists that agree before anything is errored or gone', () => {
    const errored = [...healthyProcesses.slice(0, 3), online('vizora-web', 3, { status: 'errored' })];
    const disagreeing = [
      { at: now - 2_000, processes: healthyProcesses },
      { at: now, processes: errored },
    ];
    assert.deepEqual(withVerdict('bad', inspect({ lists: disagreeing })), []);
    const vanishing = [
      { at: now - 2_000, processes: healthyProcesses },
      { at: now, processes: healthyProcesses.slice(0, 3) },
    ];
    const statements = inspect({ lists: vanishing });
    assert.deepEqual(withVerdict('bad', statements), []);
    assert.deepEqual(gaps(statements), ofListed('samples_disagree'));
  });

  it('does not take one list, or an old one, for knowledge', () => {
    assert.deepEqual(gaps(inspect({ lists: twice(healthyProcesses).slice(1) })), ofListed('too_few_samples'));
    const old = twice(healthyProcesses).map((sample) => ({ ...sample, at: sample.at - maxAge - 1 }));
    assert.deepEqual(gaps(inspect({ lists: old })), ofListed('samples_too_old'));
  });
});
