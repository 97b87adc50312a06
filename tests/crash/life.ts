import { mkdirSync } from 'node:fs';
import { loadConfig } from '../../core/config/load.ts';
import { createLog } from '../../core/log.ts';
import { createFakeClock, type FakeClock } from '../../core/vizora/fake-clock.test-support.ts';
import { createRemediator, type Remediator } from '../../remediator/remediator.ts';
import { drive } from './drive.ts';
import { createMoments, type Expected } from './moments.ts';
import { BEGINNING, type Happening, type Plan } from './plan.ts';
import { requestOf } from './request-of.ts';
import { readPlan, runFolder } from './run-folder.ts';
import type { Sending } from './sending.ts';
import { createSimulatedWorld } from './simulated-world.ts';
import { type Entry, timetable } from './timetable.ts';
import type { WriteWatch } from './watch-writes.ts';
import { type Line, type WorldLog, worldLog } from './world-log.ts';

/** Interruptions are numbered after the events. */
const FIRST_INTERRUPTION = 1_000_000;

/**
 * Lives one life of a remediator, on what the one before left, until the plan ends or it is killed.
 *
 * @param number counted from 0
 * @param send resolves with the answer, or that there is none
 * @returns the moments that passed
 */
export async function live(
  folder: string,
  number: number,
  writes: WriteWatch,
  send: (sending: Sending) => Promise<Line>,
): Promise<readonly string[]> {
  const plan = readPlan(folder);
  const { config, data, log: logFile, stopFile } = runFolder(folder);
  const log = worldLog(logFile);
  const past = log.read();
  const clock = createFakeClock({ start: BEGINNING });
  let remediator: Remediator | null = null;
  const moments = createMoments([
    ...interruptionsOf(plan, log, (happening, n) => simulated.happen(happening, n)),
    ...endOf(plan, number, log, clock),
  ]);
  const simulated = await createSimulatedWorld({ plan, clock, log, stopFile, pass: moments.pass });
  const startsAt = clock.now() + (plan.kills[number - 1]?.downFor ?? 0);
  const { missed, ahead } = timetable(plan, past, startsAt);

  await drive(clock, missed.map(dueOf), startsAt);
  mkdirSync(data, { recursive: true });
  writes.watch(data, moments.pass);
  remediator = await createRemediator({
    config: loadConfig(config, {}),
    clock,
    log: createLog('remediator', process.env['TEST_LOG'] ?? 'silent'),
    world: simulated.world,
  });
  await drive(clock, ahead.map(dueOf), BEGINNING + plan.endsAt);
  const closed = remediator.close();
  // Nobody else moves the clock on while what hangs is waited for.
  clock.advance(60_000);
  await closed;
  writes.rest();
  return moments.passed;

  function dueOf({ n, at }: Entry) {
    return { at, happen: () => happen(n) };
  }

  async function happen(n: number): Promise<void> {
    const event = plan.events[n];
    if (event === undefined) return;
    simulated.happen(event.happening, n);
    const request = requestOf(event, n);
    const at = clock.now();
    if (request !== null) {
      const nobody: Line = { at, what: 'answer', n, status: null };
      log.append(remediator === null ? nobody : await send({ url: remediator.url, ...request, n, at }));
    }
    if (event.happening.do !== 'signal' || remediator === null) return;
    remediator.stop('SIGUSR2');
    log.append({ at, what: 'answer', n, status: 200 });
  }
}

/** Those that have not come yet. */
function interruptionsOf(
  { interruptions }: Plan,
  log: WorldLog,
  happen: (happening: Happening, n: number) => void,
): Expected[] {
  const happened = log.read().flatMap((line) => (line.what === 'event' ? [line.n] : []));
  return interruptions.flatMap(({ moment, happening }, index) => {
    const n = FIRST_INTERRUPTION + index;
    return happened.includes(n) ? [] : [{ moment, come: () => happen(happening, n) }];
  });
}

function endOf({ kills }: Plan, life: number, log: WorldLog, clock: FakeClock): Expected[] {
  const kill = kills[life];
  if (kill === undefined) return [];
  const come = (moment: string, point: number) => {
    log.append({ at: clock.now(), what: 'killed', moment, point });
    process.kill(process.pid, 'SIGKILL');
  };
  return [{ moment: kill.moment, come }];
}
