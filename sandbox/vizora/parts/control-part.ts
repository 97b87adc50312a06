import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { httpReady } from '../../stack/http-ready.ts';
import type { Part } from '../../stack/part.ts';
import { spawnPart } from '../../stack/spawn-part.ts';
import { writeOrders } from '../orders.ts';
import type { Places } from '../places.ts';
import { type SandboxSettings, SETTINGS_VARIABLE } from '../settings.ts';
import type { StrictnessName } from '../strictness.ts';
import type { WorldSpec } from '../world/spec.ts';

/** The control port; it makes the world when there is none, and owns the gates to PostgreSQL and Redis. */
export function controlPart(
  settings: SandboxSettings,
  places: Places,
  postgresFolder: string,
  world: WorldSpec,
  strictnessOff: readonly StrictnessName[],
): Part {
  const url = `http://127.0.0.1:${settings.ports.control}`;
  const worldFile = join(places.root, 'world.json');
  const part = spawnPart({
    name: 'sandbox-control',
    command: process.execPath,
    args: [join(import.meta.dirname, '..', 'control', 'main.ts')],
    env: {
      [SETTINGS_VARIABLE]: JSON.stringify(settings),
      POSTGRES_FOLDER: postgresFolder,
      WORLD_FILE: worldFile,
    },
    logFile: join(places.logs, 'control.log'),
    ready: () => httpReady(`${url}/health`),
    // A large world takes its time.
    readyWithin: 180_000,
    url,
  });
  return {
    name: part.name,
    start() {
      mkdirSync(places.root, { recursive: true });
      rmSync(places.requests, { recursive: true, force: true });
      writeFileSync(worldFile, JSON.stringify(world));
      writeOrders(places.orders, { faults: {}, strictness_off: strictnessOff });
      return part.start();
    },
  };
}
