import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Places } from './places.ts';

const run = promisify(execFile);

/** Where the package lies, whose programs are run and never imported. */
export const pm2Folder = dirname(createRequire(import.meta.url).resolve('pm2/package.json'));

/** For the daemon and for its command line: a home of their own, Node 24, and no questions to the internet. */
export function pm2Environment(places: Places): Record<string, string> {
  return {
    PM2_HOME: places.pm2Home,
    PM2_DISABLE_VERSION_CHECK: 'true',
    PM2_DISCRETE_MODE: 'true',
    PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
  };
}

/** Runs PM2's command line as a person would. @throws Error with what it printed when it fails */
export async function runPm2(places: Places, ...args: readonly string[]): Promise<void> {
  await run(process.execPath, [join(pm2Folder, 'bin', 'pm2'), ...args], {
    env: { ...process.env, ...pm2Environment(places) },
    cwd: places.root,
  });
}
