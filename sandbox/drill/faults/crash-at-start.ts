import type { Clock } from '../../../core/clock.ts';
import type { Pm2 } from '../../../core/pm2/process.ts';
import type { Control } from '../control.ts';
import type { Fault } from '../fault.ts';
import { respond } from '../respond.ts';
import { alertsOf } from './alerts-of.ts';
import { oneStartOf } from './one-start.ts';

const GIVES_UP_WITHIN = 60_000;

/** A service crashes at start until PM2 gives it up, and would start now: one restart puts it right. */
export function crashAtStart(app: string, url: string, control: Control, pm2: Pm2, clock: Clock): Fault {
  const statusOf = async () => (await pm2.list()).find((process) => process.name === app)?.status;
  return {
    name: `${app} crashes at start until PM2 gives it up`,
    async break(look) {
      await control.break('crash_at_start', { app });
      const deadline = clock.now() + GIVES_UP_WITHIN;
      while ((await statusOf()) !== 'errored') {
        if (clock.now() > deadline) throw new Error(`PM2 did not give ${app} up in time`);
        await clock.sleep(200);
      }
      await control.heal('crash_at_start');
      const before = await look();
      return {
        ...oneStartOf(app, before),
        ...alertsOf('ProcessErrored', app),
        good: async (sight) =>
          sight.processes.some((process) => process.name === app && process.status === 'online') &&
          (await respond(url)),
        stableFor: 60_000,
        async heal() {
          await control.heal('crash_at_start');
          await restart(pm2, app);
        },
      };
    },
  };
}

async function restart(pm2: Pm2, app: string): Promise<void> {
  const found = (await pm2.list()).find((process) => process.name === app);
  if (found === undefined) throw new Error(`PM2 does not know ${app}`);
  await pm2.restart(found.pmId);
}
