/** The remediator with acts that do nothing and claim success: the drill must see through it. */
import { systemClock } from '../../core/clock.ts';
import { loadConfig } from '../../core/config/load.ts';
import { createLog } from '../../core/log.ts';
import { createRemediator, type World } from '../../remediator/remediator.ts';
import { realWorld } from '../../remediator/world/real-world.ts';

const config = loadConfig(process.argv.at(-1), process.env);
const log = createLog('remediator', config.log.level);
const world = realWorld({ config, env: process.env, clock: systemClock, log });
const nothing = async () => undefined;
const inert: World = {
  ...world,
  pm2: { ...world.pm2, restart: nothing, reload: nothing },
  session(account, slug) {
    const session = world.session(account, slug);
    const claim: typeof session.setScheduleActive = async (id, active) => {
      const schedule = await session.getSchedule(id);
      if (schedule === null) throw new Error(`there is no schedule ${id}`);
      return { ...schedule, isActive: active };
    };
    return {
      ...session,
      setScheduleActive: claim,
      setDisplayStatus: async (_id, status) => ({ status }),
      reloadDisplay: async () => ({ devicesTargeted: 1, devicesQueued: 0, devicesDelivered: 1 }),
    };
  },
};
const remediator = await createRemediator({ config, world: inert, clock: systemClock, log });
process.once('SIGTERM', () => void remediator.close());
