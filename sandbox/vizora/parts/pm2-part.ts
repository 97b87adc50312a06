import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { httpReady } from '../../stack/http-ready.ts';
import { cleanLeftovers, signalGroup } from '../../stack/leftovers.ts';
import type { Part } from '../../stack/part.ts';
import { spawnPart } from '../../stack/spawn-part.ts';
import { ecosystem } from '../ecosystem.ts';
import type { Places } from '../places.ts';
import { pm2Environment, pm2Folder, runPm2 } from '../run-pm2.ts';
import { APPS, type SandboxSettings } from '../settings.ts';
import { accepts } from './redis-part.ts';

const START_WITHIN_MS = 30_000;

/** PM2's daemon with the platform's three apps, in a `PM2_HOME` of their own. */
export function pm2Part(settings: SandboxSettings, places: Places): Part {
  const { ports } = settings;
  const env = pm2Environment(places);
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
        // One that was stopped on purpose could not end.
        signalGroup(running.pid, 'SIGCONT');
        await running.stop();
        await cleanLeftovers(places.appPids);
        for (const folder of places.outside) rmSync(folder, { recursive: true, force: true });
      };
      try {
        writeFileSync(places.ecosystem, JSON.stringify(ecosystem(settings, places), null, 2));
        await runPm2(places, 'start', places.ecosystem);
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
