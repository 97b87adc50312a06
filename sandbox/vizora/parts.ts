import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Part } from '../stack/part.ts';
import type { Programs } from '../stack/programs.ts';
import { controlPart } from './parts/control-part.ts';
import { pm2Part } from './parts/pm2-part.ts';
import { postgresPart } from './parts/postgres-part.ts';
import { redisPart } from './parts/redis-part.ts';
import { placesIn, postgresFolder } from './places.ts';
import type { SandboxPorts, SandboxSettings } from './settings.ts';
import type { StrictnessName } from './strictness.ts';
import type { WorldSpec } from './world/spec.ts';

export type { SandboxPorts } from './settings.ts';
export { sandboxAccounts, sandboxAdmin } from './world/accounts.ts';

export interface SandboxOptions {
  /** Kept over restarts: the world lives on. */
  readonly dataDir: string;
  readonly ports: SandboxPorts;
  readonly programs: Programs;
  readonly world: WorldSpec;
  /** What the stand-in is to be lax in, from the start; default nothing. */
  readonly strictnessOff?: readonly StrictnessName[];
  /** Opens the native metrics to others than loopback. */
  readonly metricsToken?: string;
}

/** The stand-in platform, in the order in which its parts must be started. */
export function sandboxParts(options: SandboxOptions): Part[] {
  const dataDir = resolve(options.dataDir);
  const places = placesIn(dataDir);
  const folder = postgresFolder(options.programs.postgresDataRoot, dataDir);
  const settings: SandboxSettings = {
    dataDir,
    ports: options.ports,
    jwtSecret: randomBytes(32).toString('hex'),
    internalSecret: randomBytes(16).toString('hex'),
    metricsToken: options.metricsToken ?? '',
  };
  return [
    redisPart(options.programs.redisServer, places),
    postgresPart(options.programs, places, folder),
    controlPart(settings, places, folder, options.world, options.strictnessOff ?? []),
    pm2Part(settings, places),
  ];
}

/** The sandbox's `PM2_HOME`. */
export const pm2HomeOf = ({ dataDir }: Pick<SandboxOptions, 'dataDir'>): string =>
  placesIn(resolve(dataDir)).pm2Home;

/** Removes all that a sandbox left behind, once its parts have stopped: PostgreSQL keeps its data elsewhere. */
export function forgetSandbox({ dataDir, programs }: Pick<SandboxOptions, 'dataDir' | 'programs'>): void {
  const whole = resolve(dataDir);
  const folders = [postgresFolder(programs.postgresDataRoot, whole), ...placesIn(whole).outside, whole];
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
