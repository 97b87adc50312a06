import { join } from 'node:path';
import { httpReady } from './http-ready.ts';
import type { Part } from './part.ts';
import { spawnPart } from './spawn-part.ts';

/** The launchers of the compiled programs, as production runs them. */
const BIN = join(import.meta.dirname, '..', '..', 'bin');

export interface OpsOptions {
  readonly dataDir: string;
  readonly configFile: string;
  readonly port: number;
  /** Another program in the place of ours; tests use it to show that the drill notices. */
  readonly entry?: string;
  /** Environment variables to keep from it. */
  readonly without: readonly string[];
  /** How long its first looks may take, in ms; default that of every part. */
  readonly readyWithin?: number;
}

/** The exporter or the remediator, on the Node that runs us. */
export function opsPart(name: 'exporter' | 'remediator', options: OpsOptions): Part {
  const url = `http://127.0.0.1:${options.port}`;
  return spawnPart({
    name,
    command: process.execPath,
    args: [options.entry ?? join(BIN, `vizora-ops-${name}.mjs`), '--config.file', options.configFile],
    // Empty is as good as unset to the reader of the configuration.
    env: { NODE_ENV: 'production', ...Object.fromEntries(options.without.map((name) => [name, ''])) },
    logFile: join(options.dataDir, 'logs', `${name}.log`),
    ready: () => httpReady(`${url}/-/ready`),
    url,
    ...(options.readyWithin === undefined ? {} : { readyWithin: options.readyWithin }),
  });
}
