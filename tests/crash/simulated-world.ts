import { closeSync, openSync, rmSync } from 'node:fs';
import { allAlertmanagers } from '../../core/alertmanager/all-alertmanagers.ts';
import { displayError } from '../../core/checks/display-error.ts';
import { schedulePastEnd } from '../../core/checks/schedule-past-end.ts';
import { vacuumOverdue } from '../../core/checks/vacuum-overdue.ts';
import { Config } from '../../core/config/schema.ts';
import type { FakeClock } from '../../core/vizora/fake-clock.test-support.ts';
import { type Act, createFakeWorld, type FakeWorld } from '../../remediator/fake-world.test-support.ts';
import type { World } from '../../remediator/remediator.ts';
import { createAlertBook } from './alert-book.ts';
import { changeWorld, logOf } from './change-world.ts';
import { drive } from './drive.ts';
import type { Happening, Manner, Plan } from './plan.ts';
import { simulatedAlertmanager } from './simulated-alertmanager.ts';
import type { ActLine, Line, WorldLog } from './world-log.ts';

export interface SimulatedWorldOptions {
  readonly plan: Pick<Plan, 'manners'>;
  readonly clock: FakeClock;
  readonly log: WorldLog;
  readonly stopFile: string;
  /** Told of each moment in which the remediator looks or acts. */
  pass(moment: string): void;
}

/** A platform with its Alertmanager and its people: it goes on where the log of an earlier process ends. */
export interface SimulatedWorld {
  readonly world: World;
  happen(happening: Happening, n: number): void;
}

const AS_ASKED: Manner = { works: true, answers: 'ok', after: 0 };

export async function createSimulatedWorld(options: SimulatedWorldOptions): Promise<SimulatedWorld> {
  const { plan, clock, log, stopFile, pass } = options;
  const fake = createFakeWorld(clock);
  for (const process of fake.processes) process.logFiles = [logOf(process.name)];
  const book = createAlertBook();
  let acts = 0;
  let faults: readonly string[] = [];
  let livingAgain = true;

  function record(line: Line): void {
    log.append(line);
    book.note(line);
  }

  function noteFaults(): void {
    const present = faultsIn(fake, clock.now());
    if (livingAgain || String(present) === String(faults)) return;
    faults = present;
    record({ at: clock.now(), what: 'faults', faults: present });
  }

  async function takeAct(act: Act, effect: () => void): Promise<void> {
    const name = `${act.verb} ${act.on}`;
    pass(`before act: ${name}`);
    // Who takes something back by hand sees at once that it is done.
    const manner = act.value === true ? AS_ASKED : (plan.manners[acts % plan.manners.length] ?? AS_ASKED);
    acts += 1;
    const { verb, on, value = null } = act;
    record({ at: clock.now(), what: 'act', verb, on, value, seen: seenIn(fake, on), manner });
    pass(`within act: ${name}`);
    if (manner.after > 0) await clock.sleep(manner.after);
    if (manner.works) effect();
    noteFaults();
    pass(`after act: ${name}`);
    if (manner.answers === 'error') throw new Error('the platform complains');
    if (manner.answers === 'never') await new Promise(() => undefined);
  }

  /** What an earlier process asked for takes effect when it must, whether or not that lived to see it. */
  function takeAgain({ verb, on, value, manner }: ActLine): void {
    acts += 1;
    if (!manner.works) return;
    if (manner.after === 0) carryOut(fake, verb, on, value);
    else {
      void clock.sleep(manner.after).then(() => {
        carryOut(fake, verb, on, value);
        noteFaults();
      });
    }
  }

  for (const line of log.read()) {
    await drive(clock, [], line.at);
    book.note(line);
    if (line.what === 'event') changeWorld(fake, line.happening, clock);
    if (line.what === 'act') takeAgain(line);
    if (line.what === 'faults') faults = line.faults;
  }
  livingAgain = false;
  // The last process may have ended before this was told.
  noteFaults();
  fake.takeAct = takeAct;
  fake.onRead = () => pass('look: schedule');
  fake.fleet.onRead = () => pass('look: display');

  const alertmanager = simulatedAlertmanager({
    book,
    now: () => clock.now(),
    record,
    onAsked: (what) => pass(`look: ${what}`),
  });
  return {
    world: {
      alertmanagers: allAlertmanagers([alertmanager]),
      pm2: {
        ...fake.pm2,
        list() {
          pass('look: processes');
          return fake.pm2.list();
        },
      },
      probe(service, connections) {
        pass('look: service');
        return fake.probe(service, connections);
      },
      lookAtRealtime() {
        pass('look: realtime');
        return fake.host.lookAtRealtime();
      },
      tables: {
        ...fake.tables.writer,
        read() {
          pass('look: tables');
          return fake.tables.writer.read();
        },
      },
      disks: fake.disks.reader,
      logs: {
        ...fake.logs.writer,
        look(paths) {
          pass('look: logs');
          return fake.logs.writer.look(paths);
        },
      },
      lookAtDependency(name) {
        pass('look: dependency');
        return fake.lookAtDependency(name);
      },
      session: fake.session,
      runPreflight: async () => ({ how: 'exited', code: 0, said: '' }),
      close: async () => undefined,
    },
    happen(happening, n) {
      record({ at: clock.now(), what: 'event', n, happening });
      changeWorld(fake, happening, clock);
      noteFaults();
      if (happening.do !== 'stop_file') return;
      if (happening.on) closeSync(openSync(stopFile, 'w'));
      else rmSync(stopFile, { force: true });
    },
  };
}

const { checks } = Config.parse({}).exporter;

/** Every fault that there is, as alerts name it. */
function faultsIn(fake: FakeWorld, now: number): string[] {
  const services = (['middleware', 'realtime', 'web'] as const).filter((service) => !fake.answers(service));
  const errored = fake.processes.filter(({ status }) => status === 'errored');
  const schedules = [...fake.schedules.values()];
  const displays = [...fake.fleet.displays.values()];
  const ended = schedules.filter((schedule) => schedulePastEnd(schedule, now).verdict === 'bad');
  return [
    ...services.map((service) => `service/${service}`),
    ...errored.map(({ name, pmId }) => `process/${name}:${pmId}`),
    ...ended.map((schedule) => `schedule/${schedules.indexOf(schedule)}`),
    ...(fake.host.stuckOn.size > 0 && fake.answers('realtime') ? ['stuck/realtime'] : []),
    ...fake.tables.all().flatMap(({ name, statistics }) => {
      const { verdict } = vacuumOverdue(statistics, checks.vacuum_overdue, now);
      return verdict === 'bad' ? [`table/${name}`] : [];
    }),
    ...[...new Set(fake.processes.map(({ name }) => name))].flatMap((app) =>
      fake.logs.bytesOf(logOf(app)) > checks.log_oversized.bytes ? [`log/${app}`] : [],
    ),
    ...displays.flatMap((display, n) => {
      if (display.isDisabled) return [];
      if (displayError(display).verdict === 'bad') return [`error/${n}`];
      return display.silentSince === null ? [] : [`display/${n}`];
    }),
  ];
}

/** What an act finds, just before it changes it. */
function seenIn(fake: FakeWorld, on: string | number): ActLine['seen'] {
  const schedule = fake.schedules.get(String(on));
  if (schedule !== undefined) return { is_active: schedule.isActive, updated_at: schedule.updatedAt };
  const display = fake.fleet.displays.get(String(on));
  if (display !== undefined) {
    const { status, isDisabled, updatedAt, silentSince } = display;
    const last_heartbeat = silentSince === null ? null : new Date(silentSince).toISOString();
    return { status, is_disabled: isDisabled, updated_at: updatedAt, last_heartbeat };
  }
  const process = fake.processes.find(({ pmId }) => pmId === on);
  return process === undefined ? {} : { app: process.name, status: process.status, pid: process.pid };
}

/** Does at once what an act asks for. */
function carryOut(fake: FakeWorld, verb: string, on: string | number, value: unknown): void {
  const { takeAct } = fake;
  fake.takeAct = async (_act, effect) => effect();
  if (verb === 'restart') void fake.pm2.restart(Number(on));
  else if (verb === 'reload') void fake.pm2.reload(Number(on));
  else if (verb === 'vacuum') void fake.tables.writer.vacuum(String(on));
  else if (verb === 'trim') void fake.logs.writer.trim({ path: String(on) }, Number(value));
  else if (verb === 'setScheduleActive') {
    void fake.session().setScheduleActive(String(on), value === true, new AbortController().signal);
  } else if (verb === 'reloadDisplay') {
    void fake.session().reloadDisplay(String(on), new AbortController().signal);
  } else if (verb === 'setDisplayStatus') {
    void fake.session().setDisplayStatus(String(on), 'offline', new AbortController().signal);
  } else throw new Error(`the simulated world does not know how to ${verb}`);
  fake.takeAct = takeAct;
}
