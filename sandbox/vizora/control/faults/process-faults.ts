import { z } from 'zod';
import type { Places } from '../../places.ts';
import { runPm2 } from '../../run-pm2.ts';
import { APPS } from '../../settings.ts';
import { breakable, type PlatformFault } from './platform-fault.ts';

const App = z.strictObject({ app: z.enum(APPS) });

/** What a person can do to an app with PM2's own command line. */
export function processFaults(places: Places): PlatformFault[] {
  return [
    breakable({
      name: 'process_stopped',
      about: 'Somebody has stopped an app in PM2.',
      parameters: App,
      async break({ app }) {
        await runPm2(places, 'stop', app);
        return () => runPm2(places, 'start', app);
      },
    }),
    breakable({
      name: 'process_missing',
      about: 'Somebody has deleted an app from PM2.',
      parameters: App,
      async break({ app }) {
        await runPm2(places, 'delete', app);
        return () => runPm2(places, 'start', places.ecosystem, '--only', app);
      },
    }),
  ];
}
