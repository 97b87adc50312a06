import type { Pm2, Pm2Sample } from '../core/pm2/process.ts';
import type { Accounts } from './accounts.ts';
import { createProcessHistory } from './process-history.ts';
import type { Looking } from './tools.ts';

export interface LookingOptions
  extends Pick<
    Looking,
    'clock' | 'apps' | 'checks' | 'policies' | 'probe' | 'lookAtRealtime' | 'tables' | 'logs'
  > {
  readonly pm2: Pick<Pm2, 'list'>;
  readonly accounts: Pick<Accounts, 'reader'>;
  /** How often PM2's list is read when nothing is wrong, in ms. */
  readonly intervalMs: number;
}

/** A population changes slowly, and each count costs a request. */
const COUNT_KEPT_MS = 60_000;

export function createLooking(options: LookingOptions): Looking {
  const { clock, apps, checks, policies, probe, lookAtRealtime, tables, logs, pm2, accounts, intervalMs } =
    options;
  const counts = new Map<string, { readonly at: number; readonly count: number }>();

  async function countSchedules(org: string): Promise<number> {
    const known = counts.get(org);
    const at = clock.now();
    if (known !== undefined && at - known.at < COUNT_KEPT_MS) return known.count;
    const count = await accounts.reader(org).countSchedules();
    counts.set(org, { at, count });
    return count;
  }

  const reachMs = Math.max(policies.reload_process.memory_within, checks.process_memory_high.within);
  const history = createProcessHistory({ reachMs, intervalMs });

  async function list(): Promise<Pm2Sample> {
    try {
      const processes = await pm2.list();
      return { at: clock.now(), processes };
    } catch {
      // A sample without processes says so, and no verdict but unknown can come of it.
      return { at: clock.now(), processes: null };
    }
  }

  return {
    clock,
    apps,
    checks,
    policies,
    probe,
    lookAtRealtime,
    // Without what writes.
    tables: { configured: tables.configured, read: () => tables.read() },
    logs: { look: (paths) => logs.look(paths) },
    async listProcesses() {
      const sample = await list();
      history.note(sample);
      return sample;
    },
    processHistory: history.read,
    schedules: (org) => ({
      getSchedule: (id) => accounts.reader(org).getSchedule(id),
      countSchedules: () => countSchedules(org),
    }),
  };
}
