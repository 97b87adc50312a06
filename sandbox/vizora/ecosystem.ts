import { join } from 'node:path';
import type { Places } from './places.ts';
import { type SandboxSettings, SETTINGS_VARIABLE } from './settings.ts';

/** The apps as PM2 is to run them; what is not said is PM2's default, as in production. */
export function ecosystem(settings: SandboxSettings, places: Places) {
  const app = (name: string, entry: string, given: object) => ({
    name,
    script: join(import.meta.dirname, entry),
    cwd: places.root,
    interpreter: process.execPath,
    merge_logs: true,
    out_file: join(places.logs, `${name}.log`),
    error_file: join(places.logs, `${name}.log`),
    // Git is asked otherwise, for every app at every start.
    vizion: false,
    env: {
      NODE_ENV: 'production',
      NODE_COMPILE_CACHE: join(places.root, 'compile-cache'),
      TZ: 'UTC',
      [SETTINGS_VARIABLE]: JSON.stringify(settings),
    },
    ...given,
  });
  return {
    apps: [
      app('vizora-middleware', 'middleware/main.ts', {
        exec_mode: 'cluster',
        instances: 2,
        max_memory_restart: '512M',
      }),
      app('vizora-realtime', 'realtime/main.ts', { exec_mode: 'fork', max_memory_restart: '512M' }),
      app('vizora-web', 'web/main.ts', { exec_mode: 'fork' }),
    ],
  };
}
