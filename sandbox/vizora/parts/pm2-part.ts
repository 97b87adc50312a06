import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { httpReady } from '../../stack/http-ready.ts';
import { cleanLeftovers } from '../../stack/leftovers.ts';
import type { Part } from '../../stack/part.ts';
import { spawnPart } from '../../stack/spawn-part.ts';
import { ecosystem } from '../ecosystem.ts';
import type { Places } from '../places.ts';
import { APPS, type SandboxSettings } from '../settings.ts';
import { accepts } from './redis-part.ts';

const run = promisify(execFile);
const pm2Folder = dirname(createRequire(import.meta.url).resolve('pm2/package.json'));
const START_WITHIN_MS = 30_000;

/** PM2's daemon with the platform's three apps, in a `PM2_HOME` of their own. */
export function pm2Part(settings: SandboxSettings, places: Places): Part {
  const { ports } = settings;
  const env = environment(places);
  const daemon = spawnPart({
    name: 'pm2',
    command: process.execPath,
    args: [join(pm2Folder, 'lib', 'Daemon.js')],
    env,
    cwd: places.root,
    logFile: join(places.logs, 'pm2.log'),
    ready: () => accepts(join(places.pm2Home, 'rpc.sock')),
    stopWithin: 15_000,
    url: `http://127.0.0.1:${ports.api}`,
  });
  return {
    name: daemon.name,
    async start() {
      // Apps outlive a daemon that was killed.
      await cleanLeftovers(places.appPids);
      rmSync(places.pm2Home, { recursive: true, force: true });
      for (const folder of ['', 'pids', 'logs', 'modules']) {
        mkdirSync(join(places.pm2Home, folder), { recursive: true, mode: 0o700 });
      }
      const running = await daemon.start();
      const stop = async () => {
        await running.stop();
        await cleanLeftovers(places.appPids);
        for (const folder of places.outside) rmSync(folder, { recursive: true, force: true });
      };
      try {
        const file = join(places.root, 'ecosystem.json');
        writeFileSync(file, JSON.stringify(ecosystem(settings, places), null, 2));
        const cli = join(pm2Folder, 'bin', 'pm2');
        await run(process.execPath, [cli, 'start', file], {
          env: { ...process.env, ...env },
          cwd: places.root,
        });
        await untilServing([
          `http://127.0.0.1:${ports.api}/api/v1/ready`,
          `http://127.0.0.1:${ports.realtime}/api/health/ready`,
          `http://127.0.0.1:${ports.web}/`,
        ]);
      } catch (error) {
        await stop();
        throw error;
      }
      return { ...running, stop };
    },
  };
}

async function untilServing(urls: readonly string[]): Promise<void> {
  const deadline = Date.now() + START_WITHIN_MS;
  for (const url of urls) {
    while (!(await httpReady(url))) {
      if (Date.now() > deadline) throw new Error(`PM2 runs ${APPS.join(', ')}, but ${url} does not answer`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** For the daemon and for its command line: a home of their own, Node 24, and no questions to the internet. */
function environment(places: Places): Record<string, string> {
  return {
    PM2_HOME: places.pm2Home,
    PM2_DISABLE_VERSION_CHECK: 'true',
    PM2_DISCRETE_MODE: 'true',
    PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
  };
}
