import type { OwnLook, ReachedDependency } from '../../core/checks/dependency-look.ts';
import type { ProbeSample } from '../../core/checks/service-down.ts';
import type { Clock } from '../../core/clock.ts';
import { Pm2Error } from '../../core/pm2/pm2-error.ts';
import type { Pm2, Pm2Process } from '../../core/pm2/process.ts';
import type { ServiceName } from '../../core/target.ts';
import type { Session } from './accounts.ts';
import { createFakeContents } from './fake-contents.test-support.ts';
import { createFakeDisks } from './fake-disks.test-support.ts';
import { createFakeDisplays, displayId } from './fake-displays.test-support.ts';
import { createFakeHost } from './fake-host.test-support.ts';
import { createFakeLogFiles } from './fake-log-files.test-support.ts';
import { createFakeTables } from './fake-tables.test-support.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface FakeSchedule {
  id: string;
  org: string;
  isActive: boolean;
  startDate: string;
  endDate: string | null;
  displayId: string | null;
  updatedAt: string;
}

/** A write that reached the platform; what the tests judge by. */
export interface Act {
  readonly verb: string;
  readonly on: string | number;
  readonly value?: unknown;
}

const APPS: Record<ServiceName, string> = {
  middleware: 'vizora-middleware',
  realtime: 'vizora-realtime',
  web: 'vizora-web',
};
const DAY = 86_400_000;
/** In the form of the platform's ids. */
export const scheduleId = (n: number): string => `c${String(n).padStart(24, 'a')}`;

/** A healthy platform: three services under PM2, of which middleware is a cluster, and ten schedules. */
export function createFakeWorld(clock: Clock) {
  const process = (pmId: number, name: string, execMode: 'fork' | 'cluster'): Mutable<Pm2Process> => ({
    name,
    pmId,
    pid: 100 + pmId,
    status: 'online',
    execMode,
    restarts: 0,
    unstableRestarts: 0,
    startedAt: clock.now() - DAY,
    memoryBytes: 1,
    memoryLimitBytes: null,
    cron: false,
    logFiles: [],
  });
  const processes = [
    process(0, 'vizora-middleware', 'cluster'),
    process(1, 'vizora-middleware', 'cluster'),
    process(2, 'vizora-realtime', 'fork'),
    process(3, 'vizora-web', 'fork'),
    process(4, 'billing-export', 'fork'),
  ];
  const schedules = new Map<string, FakeSchedule>();
  for (let n = 0; n < 10; n++) {
    const updatedAt = new Date(clock.now() - DAY).toISOString();
    schedules.set(scheduleId(n), {
      id: scheduleId(n),
      org: 'acme',
      isActive: true,
      startDate: updatedAt,
      endDate: null,
      displayId: null,
      updatedAt,
    });
  }
  const displays = createFakeDisplays({
    clock,
    platformNow: () => contents.source.platformNow(),
    read(what) {
      world.reads.push(what);
      reachable();
    },
    act: (done, effect) => act(done, effect),
  });
  const contents = createFakeContents({
    clock,
    read(what) {
      world.reads.push(what);
      reachable();
    },
    onRead: (id) => world.onRead(id),
    act: (done, effect) => act(done, effect),
  });
  const logs = createFakeLogFiles((done, effect) => act(done, effect));
  const world = Object.assign(contents.world, {
    fleet: displays.world,
    host: createFakeHost(clock),
    logs,
    disks: createFakeDisks(logs),
    tables: createFakeTables(clock, (done, effect) => act(done, effect)),
    processes,
    schedules,
    /** Every write, in order. */
    acts: [] as Act[],
    /** Every id or name that a read was asked for. */
    reads: [] as string[],
    hung: new Set<number>(),
    pm2Silent: false,
    /** What connections of our own show; null where there is none. */
    ownLooks: { database: 'up', redis: 'up', storage: null } as Record<
      ReachedDependency,
      OwnLook['outcome'] | null
    >,
    /** Acts are accepted, and nothing changes. */
    lies: false,
    /** Acts fail with this. */
    failure: null as Error | null,
    /** Called at the beginning of each act, before it has an effect. */
    onAct: (_act: Act): void | Promise<void> => undefined,
    /** How an act is taken; a test may take it otherwise. */
    async takeAct(act: Act, effect: () => void): Promise<void> {
      await world.onAct(act);
      if (world.failure !== null) throw world.failure;
      if (!world.lies) effect();
    },
    /** Called after each schedule or content was read. */
    onRead: (_id: string): void => undefined,
    platformDown: false,
    loginStopped: false,
    /** What the platform says the accounts belong to. */
    slug: 'acme',
    population: null as number | null,
    pid: 1_000,
    /** The process hangs while it is online. */
    hang(pmId: number) {
      world.hung.add(pmId);
    },
    /** PM2 gave up on it after some crashes at start. */
    giveUpOn(pmId: number, restarts = 16) {
      Object.assign(find(pmId), { status: 'errored', pid: 0, startedAt: null, restarts });
    },
    endSchedule(n: number) {
      const ended = schedules.get(scheduleId(n));
      if (ended === undefined) throw new Error('there is no such schedule');
      ended.endDate = new Date(clock.now() - 3 * DAY).toISOString();
      return ended.id;
    },
    /** It aims at a display that there is not. */
    orphanSchedule(n: number) {
      const orphan = schedules.get(scheduleId(n));
      if (orphan === undefined) throw new Error('there is no such schedule');
      orphan.displayId = displayId(404);
      return orphan.id;
    },
  });

  function find(pmId: number): Mutable<Pm2Process> {
    const found = processes.find((one) => one.pmId === pmId);
    if (found === undefined) throw new Error(`there is no process ${pmId}`);
    return found;
  }

  function act(done: Act, effect: () => void): Promise<void> {
    world.acts.push(done);
    return world.takeAct(done, effect);
  }

  /** Whether the service answers on all connections. */
  function answers(service: ServiceName): boolean {
    const own = processes.filter(({ name }) => name === APPS[service]);
    return own.some(({ status }) => status === 'online') && !own.some(({ pmId }) => world.hung.has(pmId));
  }

  async function again(verb: string, pmId: number): Promise<void> {
    await act({ verb, on: pmId }, () => {
      const one = find(pmId);
      world.hung.delete(pmId);
      if (one.name === APPS.realtime) world.host.stuckOn.clear();
      Object.assign(one, {
        status: 'online',
        memoryBytes: 1,
        pid: world.pid++,
        startedAt: clock.now(),
        restarts: one.restarts + 1,
      });
    });
  }

  const pm2: Pm2 = {
    async list() {
      if (world.pm2Silent) throw new Pm2Error('silence', 'no answer in time');
      return processes.map((one) => ({ ...one }));
    },
    restart: (pmId) => again('restart', pmId),
    reload: (pmId) => again('reload', pmId),
  };

  async function probe(service: ServiceName, connections: number): Promise<ProbeSample> {
    world.reads.push(`probe ${service} ${connections}`);
    const up = answers(service);
    return { at: clock.now(), outcome: up ? 'up' : 'down', detail: up ? 'answers' : 'no answer' };
  }

  async function lookAtDependency(name: ReachedDependency): Promise<OwnLook | null> {
    const outcome = world.ownLooks[name];
    return outcome === null ? null : { outcome, detail: `it is ${outcome}` };
  }

  const session = (): Session => ({
    ...contents.source,
    ...displays.source,
    async whoAmI() {
      reachable();
      return { slug: world.slug };
    },
    state: () => ({ logged_in: true, login_stopped: world.loginStopped }),
    async getSchedule(id) {
      world.reads.push(`schedule ${id}`);
      reachable();
      const found = schedules.get(id);
      const seen = found === undefined ? null : { ...found };
      world.onRead(id);
      return seen;
    },
    async countSchedules() {
      reachable();
      return world.population ?? schedules.size;
    },
    async setScheduleActive(id, active) {
      const found = schedules.get(id);
      if (found === undefined) throw new Error('there is no such schedule');
      await act({ verb: 'setScheduleActive', on: id, value: active }, () => {
        found.isActive = active;
        found.updatedAt = new Date(clock.now()).toISOString();
      });
      return { ...found };
    },
  });

  function reachable(): void {
    if (world.platformDown) throw new Error('the platform does not answer');
  }

  return Object.assign(world, { pm2, probe, lookAtDependency, session, answers });
}

export type FakeWorld = ReturnType<typeof createFakeWorld>;
