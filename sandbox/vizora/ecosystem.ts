import { join } from 'node:path';
import type { Places } from './places.ts';
import {
  type AppName,
  LIMITED_APPS,
  MEMORY_LIMIT_BYTES,
  type SandboxSettings,
  SETTINGS_VARIABLE,
} from './settings.ts';

/** The apps as PM2 is to run them; what is not said is PM2's default, as in production. */
export function ecosystem(settings: SandboxSettings, places: Places) {
  const app = (name: AppName, given: object) => ({
    name,
    script: join(import.meta.dirname, 'app', 'entry.mjs'),
    cwd: places.root,
    interpreter: process.execPath,
    merge_logs: true,
    out_file: join(places.logs, `${name}.log`),
    error_file: join(places.logs, `${name}.log`),
    // How soon a crash counts as one at start. PM2's own second is too short for two workers on a busy machine:
    // they would crash for ever and never be given up.
    min_uptime: '5s',
    // Git is asked otherwise, for every app at every start.
    vizion: false,
    ...(LIMITED_APPS.includes(name) ? { max_memory_restart: MEMORY_LIMIT_BYTES } : {}),
    env: {
      NODE_ENV: 'production',
      NODE_COMPILE_CACHE: join(places.root, 'compile-cache'),
      TZ: 'UTC',
      VIZORA_APP: name,
      VIZORA_ORDERS: places.orders,
      [SETTINGS_VARIABLE]: JSON.stringify(settings),
    },
    ...given,
  });
  return {
    apps: [
      app('vizora-middleware', {
        exec_mode: 'cluster',
        instances: 2,
      }),
      app('vizora-realtime', { exec_mode: 'fork' }),
      app('vizora-web', { exec_mode: 'fork' }),
    ],
  };
}
