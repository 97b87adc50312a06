import { join } from 'node:path';
import { callDaemon, type DaemonMethod } from './call-daemon.ts';
import type { Pm2 } from './process.ts';
import { parseProcessList } from './process-list.ts';

export interface Pm2Options {
  /** The daemon's `PM2_HOME`. */
  readonly home: string;
  /** For reading the list, in ms. */
  readonly timeoutMs: number;
  /**
   * For a restart or a reload, in ms. PM2 answers only when the new process has been started, which includes
   * the app's own `kill_timeout` and `listen_timeout`. Default 30 s.
   */
  readonly actionTimeoutMs?: number;
  /** How the daemon is called; default its own socket. */
  readonly rpc?: typeof callDaemon;
}

const ACTION_TIMEOUT_MS = 30_000;

/** The PM2 daemon of one `PM2_HOME`, asked over its own socket; never starts a daemon. */
export function createPm2({
  home,
  timeoutMs,
  actionTimeoutMs = ACTION_TIMEOUT_MS,
  rpc = callDaemon,
}: Pm2Options): Pm2 {
  const socketPath = join(home, 'rpc.sock');
  const act = async (method: DaemonMethod, pmId: number) => {
    await rpc(socketPath, method, { id: pmId }, actionTimeoutMs);
  };
  return {
    list: async () => parseProcessList(await rpc(socketPath, 'getMonitorData', {}, timeoutMs)),
    restart: (pmId) => act('restartProcessId', pmId),
    reload: (pmId) => act('reloadProcessId', pmId),
  };
}
