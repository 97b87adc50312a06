import type { Clock } from '../../core/clock.ts';
import { type FakeWorld, scheduleId } from '../../remediator/fake-world.test-support.ts';
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
    case 'end_schedule':
      world.endSchedule(happening.n);
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

function changeHost({ host, tables, logs }: FakeWorld, about: string, worse: boolean, now: number): void {
  const [kind, id = ''] = about.split('/');
  if (kind === 'table') {
    if (worse) tables.fill(id);
    else tables.count(id, { deadRows: 0, lastVacuumAt: now });
  } else if (kind === 'log') logs.put(logOf(id), worse ? 150_000_000 : 1_000_000);
  else if (worse) host.stuckOn.add('redis');
  else host.stuckOn.clear();
}

/** Where an app of the simulated platform writes. */
export const logOf = (app: string): string => `/var/log/pm2/${app}.log`;
