import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ProbeSample } from '../../core/checks/service-down.ts';
import type { Pm2Process, Pm2Sample } from '../../core/pm2/process.ts';
import { momentAt } from '../agent.test-support.ts';
import { isJudgement, type Snapshot, type Statement } from '../agent.ts';
import { healthGuardian } from './health-guardian.ts';

const now = 1_000_000;
const maxAge = 75_000;

const up = (at: number): ProbeSample => ({ at, outcome: 'up', detail: 'answers' });
const down = (at: number): ProbeSample => ({ at, outcome: 'down', detail: 'no answer in time' });

const online = (name: string, pmId: number, special: Partial<Pm2Process> = {}): Pm2Process => ({
  name,
  pmId,
  pid: 100 + pmId,
  status: 'online',
  execMode: 'fork',
  restarts: 0,
  unstableRestarts: 0,
  startedAt: 1,
  memoryBytes: 1,
  memoryLimitBytes: null,
  cron: false,
  logFiles: [],
  ...special,
});

const healthyProcesses = [
  online('vizora-middleware', 0, { execMode: 'cluster' }),
  online('vizora-middleware', 1, { execMode: 'cluster' }),
  online('vizora-realtime', 2),
  online('vizora-web', 3),
];

/** A list and the same one two seconds later. */
const twice = (processes: readonly Pm2Process[] | null): Pm2Sample[] => [
  { at: now - 2_000, processes },
  { at: now, processes },
];

interface World {
  readonly middleware?: ProbeSample[];
  readonly lists?: Pm2Sample[];
}

function inspect({ middleware = [up(now)], lists = twice(healthyProcesses) }: World = {}): Statement[] {
  const snapshot: Pick<Snapshot, 'services' | 'processes'> = {
    services: { samples: { middleware, realtime: [up(now)], web: [up(now)] }, maxAge },
    processes: {
      samples: lists,
      maxAge,
      expected: ['vizora-middleware', 'vizora-realtime', 'vizora-web'],
    },
  };
  return [...healthGuardian.inspect(snapshot as Snapshot, momentAt(now))];
}

const withVerdict = (verdict: string, statements: Statement[]) =>
  statements
    .filter(isJudgement)
    .filter(({ finding }) => finding.verdict === verdict)
    .map(({ incident, target }) => `${incident} ${target.kind}/${target.id}`);
const gaps = (statements: Statement[]) =>
  statements.flatMap((s) => (isJudgement(s) || s.gap === null ? [] : [`${s.incident} ${s.gap.reason}`]));

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
    assert.equal(withVerdict('good', statements).length, 3);
    assert.deepEqual(gaps(statements), ['process_errored source_down', 'process_stopped source_down']);
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
    assert.deepEqual(gaps(statements), [
      'process_errored samples_disagree',
      'process_stopped samples_disagree',
    ]);
  });

  it('does not take one list, or an old one, for knowledge', () => {
    assert.deepEqual(gaps(inspect({ lists: twice(healthyProcesses).slice(1) })), [
      'process_errored too_few_samples',
      'process_stopped too_few_samples',
    ]);
    const old = twice(healthyProcesses).map((sample) => ({ ...sample, at: sample.at - maxAge - 1 }));
    assert.deepEqual(gaps(inspect({ lists: old })), [
      'process_errored samples_too_old',
      'process_stopped samples_too_old',
    ]);
  });
});
