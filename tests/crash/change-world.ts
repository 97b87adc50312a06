import type { Clock } from '../../core/clock.ts';
import { contentId } from '../../remediator/world/fake-contents.test-support.ts';
import { type FakeWorld, scheduleId } from '../../remediator/world/fake-world.test-support.ts';
import type { Happening } from './plan.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** What a happening changes on the platform; those that are about other things change nothing. */
export function changeWorld(world: FakeWorld, happening: Happening, clock: Pick<Clock, 'now'>): void {
  const now = new Date(clock.now()).toISOString();
  switch (happening.do) {
    case 'hang':
      world.hang(happening.pmId);
      return;
    case 'give_up':
      world.giveUpOn(happening.pmId);
      return;
    case 'recover': {
      world.hung.delete(happening.pmId);
      const process = world.processes.find(({ pmId }) => pmId === happening.pmId);
      if (process === undefined || process.status === 'online') return;
      Object.assign(process, { status: 'online', pid: world.pid++, startedAt: clock.now() });
      return;
    }
    case 'pm2_stop': {
      const process = world.processes.find(({ pmId }) => pmId === happening.pmId);
      Object.assign(process ?? {}, { status: 'stopped', pid: 0, startedAt: null });
      return;
    }
    case 'grow_memory':
    case 'shrink_memory': {
      const process = world.processes.find(({ pmId }) => pmId === happening.pmId);
      if (process === undefined) return;
      const share = happening.do === 'grow_memory' ? 0.97 : 0.1;
      process.memoryBytes = share * (process.memoryLimitBytes ?? 0);
      return;
    }
    case 'end_schedule':
      world.endSchedule(happening.n);
      return;
    case 'orphan_schedule':
      world.orphanSchedule(happening.n);
      return;
    case 'aim_schedule':
      Object.assign(world.schedules.get(scheduleId(happening.n)) ?? {}, { displayId: null, updatedAt: now });
      return;
    case 'expire_content':
      world.expireContent(happening.n);
      return;
    case 'renew_content':
      world.changeContent(contentId(happening.n), { expiresAt: null });
      return;
    case 'orphan_content':
      world.orphanContent(happening.n);
      return;
    case 'adopt_content':
      world.playlists[0]?.contentIds.push(contentId(happening.n));
      return;
    case 'silence_display':
      world.fleet.silence(happening.n, 20 * MINUTE);
      return;
    case 'fail_display':
      world.fleet.fail(happening.n);
      return;
    case 'mend_display':
      Object.assign(world.fleet.get(happening.n), { status: 'online', silentSince: null, updatedAt: now });
      return;
    case 'disable_display':
      Object.assign(world.fleet.get(happening.n), { isDisabled: happening.on, updatedAt: now });
      return;
    case 'prolong_schedule': {
      const endDate = new Date(clock.now() + DAY).toISOString();
      Object.assign(world.schedules.get(scheduleId(happening.n)) ?? {}, { endDate, updatedAt: now });
      return;
    }
    case 'switch_on_schedule':
      Object.assign(world.schedules.get(scheduleId(happening.n)) ?? {}, { isActive: true, updatedAt: now });
      return;
    case 'worsen':
    case 'ease':
      changeHost(world, happening.about, happening.do === 'worsen', clock.now());
      return;
    case 'outage':
      if (happening.of === 'platform') world.platformDown = happening.on;
      if (happening.of === 'pm2') world.pm2Silent = happening.on;
      if (happening.of === 'redis') world.ownLooks.redis = happening.on ? 'down' : 'up';
  }
}

function changeHost(world: FakeWorld, about: string, worse: boolean, now: number): void {
  const { host, tables, logs } = world;
  const [kind, id = ''] = about.split('/');
  if (kind === 'storage') {
    world.storage.usedBytes = (worse ? 0.95 : 0.5) * world.storage.quotaBytes;
    if (worse)
      for (const n of SWEPT) if (world.contents.get(contentId(n))?.status === 'active') world.sweepContent(n);
  } else if (kind === 'table') {
    if (worse) tables.fill(id);
    else tables.count(id, { deadRows: 0, lastVacuumAt: now });
  } else if (kind === 'log') logs.put(logOf(id), worse ? 150_000_000 : 1_000_000);
  else if (worse) host.stuckOn.add('redis');
  else host.stuckOn.clear();
}

/** What the platform's sweep has expired of a storage that is full. */
const SWEPT = [20, 21, 22];

/** Where an app of the simulated platform writes. */
export const logOf = (app: string): string => `/var/log/pm2/${app}.log`;
