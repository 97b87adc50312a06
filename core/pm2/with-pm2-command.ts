import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import type { CommandOptions } from './list-by-command.ts';
import { Pm2Error } from './pm2-error.ts';
import type { Pm2, Pm2Process } from './process.ts';

export interface Pm2CommandOptions extends CommandOptions {
  readonly log: Log;
}

/** Reads the list through PM2's command line where its socket cannot be used; all else stays with the socket. */
export function withPm2Command(pm2: Pm2, { log, ...options }: Pm2CommandOptions): Pm2 {
  if (options.command.length === 0) return pm2;
  let byCommand: (() => Promise<readonly Pm2Process[]>) | null = null;
  let said: string | null = null;
  return {
    ...pm2,
    async list() {
      try {
        const list = await pm2.list();
        said = null;
        return list;
      } catch (error) {
        if (!(error instanceof Pm2Error) || !mayRun(error, options.home)) throw error;
        if (said !== error.kind)
          log.warn({ reason: error.kind }, `${error.message}; asking pm2 jlist instead`);
        said = error.kind;
        byCommand ??= (await import('./list-by-command.ts')).listByCommand(options);
        return await byCommand();
      }
    },
  };
}

/**
 * May there be a daemon behind this failure, so that the command finds it and does not start one? One that is silent is
 * left alone, and one that closed the connection may just be ending.
 */
function mayRun({ kind, cause }: Pm2Error, home: string): boolean {
  if (kind === 'refused' || kind === 'unexpected_answer') return true;
  const socketCannotBeUsed = kind === 'connection' && cause instanceof Error && 'code' in cause;
  return socketCannotBeUsed && !daemonIsGone(home);
}

/**
 * A socket that may not be used is refused before anybody learns whether somebody listens. The daemon's number tells,
 * where it can be read.
 */
function daemonIsGone(home: string): boolean {
  const pid = Number(readText(join(home, 'pm2.pid')));
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // Any other refusal is that of a process that lives.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Not for us to read, which tells nothing.
    return '';
  }
}
