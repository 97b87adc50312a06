import { join } from 'node:path';
import { httpReady } from './http-ready.ts';
import type { Part } from './part.ts';
import { spawnPart } from './spawn-part.ts';

/** The compiled programs, as production runs them. */
const DIST = join(import.meta.dirname, '..', '..', 'dist');

/** What keeps Node small on a small host; `docs/deploy.md` names the same flags. */
export const NODE_FLAGS: readonly string[] = ['--max-semi-space-size=2', '--max-old-space-size=64'];

export interface OpsOptions {
  readonly dataDir: string;
  readonly configFile: string;
  readonly port: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Another program in the place of ours; tests use it to show that the drill notices. */
  readonly entry?: string;
}

/** The exporter or the remediator, on the Node that runs us. */
export function opsPart(name: 'exporter' | 'remediator', options: OpsOptions): Part {
  const url = `http://127.0.0.1:${options.port}`;
  return spawnPart({
    name,
    command: process.execPath,
    args: [...NODE_FLAGS, options.entry ?? join(DIST, name, 'main.js'), '--config.file', options.configFile],
    env: { NODE_ENV: 'production', ...options.env },
    logFile: join(options.dataDir, 'logs', `${name}.log`),
    ready: () => httpReady(`${url}/-/ready`),
    url,
  });
}
