import type { Pm2 } from '../core/pm2/process.ts';
import type { Accounts } from './accounts.ts';
import { displayReaders } from './display-readers.ts';
import type { Looking } from './tools.ts';

export interface LookingOptions extends Pick<Looking, 'clock' | 'apps' | 'probe' | 'checks' | 'policies'> {
  readonly pm2: Pick<Pm2, 'list'>;
  readonly accounts: Pick<Accounts, 'reader'>;
}

/** A population changes slowly, and each count costs a request. */
const COUNT_KEPT_MS = 60_000;

export function createLooking(options: LookingOptions): Looking {
  const { clock, apps, probe, checks, policies, pm2, accounts } = options;
  const counts = new Map<string, { readonly at: number; readonly count: number }>();

  async function countSchedules(org: string): Promise<number> {
    const known = counts.get(org);
    const at = clock.now();
    if (known !== undefined && at - known.at < COUNT_KEPT_MS) return known.count;
    const count = await accounts.reader(org).countSchedules();
    counts.set(org, { at, count });
    return count;
  }

  return {
    clock,
    apps,
    probe,
    checks,
    policies,
    async listProcesses() {
      try {
        const processes = await pm2.list();
        return { at: clock.now(), processes };
      } catch {
        // A sample without processes says so, and no verdict but unknown can come of it.
        return { at: clock.now(), processes: null };
      }
    },
    schedules: (org) => ({
      getSchedule: (id) => accounts.reader(org).getSchedule(id),
      countSchedules: () => countSchedules(org),
    }),
    displays: displayReaders({ clock, accounts }),
  };
}
