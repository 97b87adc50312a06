import { closeSync, openSync, rmSync } from 'node:fs';
import { allAlertmanagers } from '../../core/alertmanager/all-alertmanagers.ts';
import type { FakeClock } from '../../core/vizora/fake-clock.test-support.ts';
import type { World } from '../../remediator/remediator.ts';
import { type Act, createFakeWorld } from '../../remediator/world/fake-world.test-support.ts';
import { createAlertBook } from './alert-book.ts';
import { carryOut } from './carry-out.ts';
import { changeWorld, logOf } from './change-world.ts';
import { drive } from './drive.ts';
import { faultsIn } from './faults-in.ts';
import type { Happening, Manner, Plan } from './plan.ts';
import { seenIn } from './seen-in.ts';
import { simulatedAlertmanager } from './simulated-alertmanager.ts';
import { type ActLine, type Line, takesBack, type WorldLog } from './world-log.ts';

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
const MEMORY_LIMIT_BYTES = 1_000_000_000;

export async function createSimulatedWorld(options: SimulatedWorldOptions): Promise<SimulatedWorld> {
  const { plan, clock, log, stopFile, pass } = options;
  const fake = createFakeWorld(clock);
  for (const process of fake.processes) {
    Object.assign(process, { logFiles: [logOf(process.name)], memoryLimitBytes: MEMORY_LIMIT_BYTES });
  }
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
    const manner = takesBack(act) ? AS_ASKED : (plan.manners[acts % plan.manners.length] ?? AS_ASKED);
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
  fake.onRead = () => pass('look: row');
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
