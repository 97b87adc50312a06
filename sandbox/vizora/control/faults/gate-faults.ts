import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { leftovers } from '../../../stack/leftovers.ts';
import { CannotBreak } from '../../cannot-break.ts';
import type { Places } from '../../places.ts';
import type { Edge } from '../edge.ts';
import { createGate, type Gate, SHUT_WAYS } from '../gate.ts';
import { breakable, type PlatformFault } from './platform-fault.ts';

export interface GateFaultDeps {
  readonly places: Places;
  readonly gates: Readonly<Record<'database' | 'redis' | 'storage' | 'edge', Gate>>;
  readonly edge: Edge;
}

const How = z.strictObject({ how: z.enum(SHUT_WAYS).default('refuse') });

/** What is out of reach: servers behind their gates. */
export function gateFaults({ places, gates, edge }: GateFaultDeps): PlatformFault[] {
  const gateFault = (name: string, about: string, gate: Gate) =>
    breakable({
      name,
      about,
      parameters: How,
      async break({ how }) {
        await gate.shut(how);
        return () => gate.open();
      },
    });
  return [
    gateFault('database_down', 'PostgreSQL is out of reach, for the platform and for us.', gates.database),
    gateFault('redis_down', 'Redis is out of reach, for the platform and for us.', gates.redis),
    gateFault('storage_down', 'The object storage is out of reach.', gates.storage),
    breakable({
      name: 'edge_down',
      about: 'The public address is out of reach, or one of the two services behind it, while they are well.',
      parameters: How.extend({ only: z.enum(['web', 'api']).optional() }),
      async break({ how, only }) {
        if (only === undefined) {
          await gates.edge.shut(how);
          return () => gates.edge.open();
        }
        edge.fail(only, how);
        return async () => edge.heal();
      },
    }),
    breakable({
      name: 'pm2_silent',
      about:
        "PM2's daemon does not answer on its socket, and its apps run on. With how=stop the daemon itself is " +
        'stopped, and with it every cluster, whose connections it hands out.',
      parameters: z.strictObject({ how: z.enum([...SHUT_WAYS, 'stop']).default('hang') }),
      break: async ({ how }) => (how === 'stop' ? stopDaemon(places) : shutSocket(places, how)),
    }),
  ];
}

/** Puts a gate of ours in the place of PM2's socket, which waits beside it. */
async function shutSocket(
  { pm2Home }: Places,
  how: (typeof SHUT_WAYS)[number],
): Promise<() => Promise<void>> {
  const socket = join(pm2Home, 'rpc.sock');
  const aside = `${socket}.aside`;
  renameSync(socket, aside);
  const gate = createGate(socket, aside);
  await gate.shut(how);
  return async () => {
    await gate.shut('refuse');
    renameSync(aside, socket);
  };
}

async function stopDaemon({ pids }: Places): Promise<() => Promise<void>> {
  const daemon = leftovers(pids).find(({ name }) => name === 'pm2');
  if (daemon === undefined) throw new CannotBreak('PM2 does not run');
  process.kill(daemon.pid, 'SIGSTOP');
  return async () => {
    process.kill(daemon.pid, 'SIGCONT');
  };
}
