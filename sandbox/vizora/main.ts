import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { cleanLeftovers } from '../stack/leftovers.ts';
import type { RunningPart } from '../stack/part.ts';
import { loadPrograms } from '../stack/programs.ts';
import { forgetSandbox, pm2HomeOf, sandboxParts } from './parts.ts';
import { isStrictnessName } from './strictness.ts';
import { allLogins, sandboxAccounts } from './world/accounts.ts';
import { healthyWorld } from './world/spec.ts';

const options = new Command()
  .description(
    'Runs the stand-in Vizora alone, until SIGINT; prints where it is and who may log in, as JSON.',
  )
  .option('--data <folder>', 'where it keeps its things; default a new temporary folder')
  .option('--ports-from <port>', 'the first of eight ports in a row', Number, 23_000)
  .option('--strictness-off <names>', 'be lax in these points, separated by commas', '')
  .parse()
  .opts<{ data?: string; portsFrom: number; strictnessOff: string }>();

const dataDir = options.data ?? mkdtempSync(join(tmpdir(), 'vizora-'));
const first = options.portsFrom;
const ports = {
  api: first,
  realtime: first + 1,
  web: first + 2,
  control: first + 3,
  postgres: first + 4,
  redis: first + 5,
  storage: first + 6,
  edge: first + 7,
};
const world = healthyWorld();
const programs = loadPrograms();
const strictnessOff = options.strictnessOff.split(',').filter(isStrictnessName);
const started = Date.now();
const running: RunningPart[] = [];
let stopping = false;

async function stop(code: number) {
  if (stopping) return;
  stopping = true;
  for (const part of running.reverse()) await part.stop();
  if (options.data === undefined) forgetSandbox({ dataDir, programs });
  process.exit(code);
}
process.once('SIGINT', () => stop(0));
process.once('SIGTERM', () => stop(0));

try {
  await cleanLeftovers(join(dataDir, 'pids'));
  for (const part of sandboxParts({ dataDir, ports, programs, world, strictnessOff })) {
    const runningPart = await part.start();
    running.push(runningPart);
    void runningPart.exited.then((how) => {
      if (stopping) return;
      console.error(`${part.name} ${how}`);
      void stop(1);
    });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stop(1);
}

console.log(
  JSON.stringify(
    {
      api_url: `http://127.0.0.1:${ports.api}`,
      realtime_url: `http://127.0.0.1:${ports.realtime}`,
      web_url: `http://127.0.0.1:${ports.web}`,
      control_url: `http://127.0.0.1:${ports.control}`,
      database_url: `postgresql://vizora@127.0.0.1:${ports.postgres}/vizora`,
      redis_url: `redis://127.0.0.1:${ports.redis}`,
      storage_url: `http://127.0.0.1:${ports.storage}`,
      edge_url: `http://127.0.0.1:${ports.edge}`,
      pm2_home: pm2HomeOf({ dataDir }),
      data_dir: dataDir,
      accounts: sandboxAccounts(world),
      logins: allLogins(world),
      started_in_ms: Date.now() - started,
    },
    null,
    2,
  ),
);
