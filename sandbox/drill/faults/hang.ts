import type { Pm2 } from '../../../core/pm2/process.ts';
import type { Control } from '../control.ts';
import type { Fault } from '../fault.ts';
import { respond } from '../respond.ts';
import { alertsOf } from './alerts-of.ts';
import { oneStartOf } from './one-start.ts';

/** A service answers nothing any more while its process lives: one restart puts it right. */
export function hang(service: string, app: string, url: string, control: Control, pm2: Pm2): Fault {
  return {
    name: `${app} hangs while its process lives`,
    async break(look) {
      const before = await look();
      await control.break('hang', { app });
      return {
        ...oneStartOf(app, before),
        ...alertsOf('ServiceDown', service, app),
        good: () => respond(url),
        stableFor: 60_000,
        async heal() {
          await control.heal('hang');
          const found = (await pm2.list()).find((process) => process.name === app);
          if (found !== undefined) await pm2.restart(found.pmId);
        },
      };
    },
  };
}
