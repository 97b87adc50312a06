import { z } from 'zod';
import type { Pm2, Pm2Process } from '../../core/pm2/process.ts';
import type { Control, LoggedRequest } from './control.ts';
import { writesAmong } from './control.ts';

const AlertmanagerAlerts = z.array(
  z.object({ labels: z.record(z.string(), z.string()), status: z.object({ state: z.string() }) }),
);

/** One start of a process that PM2 made: a new pid under the same id. */
export interface ProcessStart {
  readonly app: string;
  readonly pmId: number;
  readonly pid: number;
  readonly seenAt: number;
}

/**
 * Sees the stack from outside only, by what nobody of ours can talk away: PM2's own list, the requests
 * that the platform answered, and the alerts in Alertmanager.
 */
export interface Witness {
  /** Looks once more, and remembers every start and every write since it was made. */
  look(): Promise<Sight>;
}

export interface Sight {
  readonly at: number;
  readonly processes: readonly Pm2Process[];
  /** Every start of a process since the witness was made, oldest first. */
  readonly starts: readonly ProcessStart[];
  /** Every attempted change over the API since the witness was made, oldest first. */
  readonly writes: readonly LoggedRequest[];
  /** Labels of the alerts that Alertmanager holds as active now. */
  readonly alerts: readonly Readonly<Record<string, string>>[];
}

export async function createWitness(
  pm2: Pm2,
  control: Control,
  alertmanagerUrl: string,
  now: () => number,
): Promise<Witness> {
  const pids = new Map<number, number>();
  for (const { pmId, pid } of await pm2.list()) pids.set(pmId, pid);
  const starts: ProcessStart[] = [];
  const writes: LoggedRequest[] = [];
  let next = (await control.requests(0)).next;
  return {
    async look() {
      const [processes, requests, alerts] = await Promise.all([
        pm2.list(),
        control.requests(next),
        activeAlerts(alertmanagerUrl),
      ]);
      const at = now();
      next = requests.next;
      writes.push(...writesAmong(requests.requests));
      for (const { name, pmId, pid } of processes) {
        if (pid !== 0 && pids.get(pmId) !== pid) starts.push({ app: name, pmId, pid, seenAt: at });
        if (pid !== 0) pids.set(pmId, pid);
      }
      return { at, processes, starts: [...starts], writes: [...writes], alerts };
    },
  };
}

async function activeAlerts(url: string): Promise<Record<string, string>[]> {
  const response = await fetch(`${url}/api/v2/alerts?active=true&silenced=false&inhibited=false`, {
    signal: AbortSignal.timeout(5_000),
  });
  if (!response.ok) throw new Error(`Alertmanager answered ${response.status}`);
  return AlertmanagerAlerts.parse(await response.json()).map((alert) => alert.labels);
}
