import { contentExpired } from '../../core/checks/content-expired.ts';
import { displayError } from '../../core/checks/display-error.ts';
import { scheduleOrphaned } from '../../core/checks/schedule-orphaned.ts';
import { schedulePastEnd } from '../../core/checks/schedule-past-end.ts';
import { storageHigh } from '../../core/checks/storage-high.ts';
import { vacuumOverdue } from '../../core/checks/vacuum-overdue.ts';
import { Config } from '../../core/config/schema.ts';
import type { FakeWorld } from '../../remediator/world/fake-world.test-support.ts';
import { logOf } from './change-world.ts';
import type { About } from './plan.ts';

const { checks } = Config.parse({}).exporter;
const { memory_ratio: memoryRatio } = Config.parse({}).remediator.actions.reload_process;
const { ratio: storageRatio } = Config.parse({}).remediator.actions.archive_oldest_inactive;

/** Every fault that there is, as alerts name it. */
export function faultsIn(fake: FakeWorld, now: number): About[] {
  const services = (['middleware', 'realtime', 'web'] as const).filter((service) => !fake.answers(service));
  const errored = fake.processes.filter(({ status }) => status === 'errored');
  const schedules = [...fake.schedules.values()];
  const displays = [...fake.fleet.displays.values()];
  const ended = schedules.filter((schedule) => schedulePastEnd(schedule, now).verdict === 'bad');
  const lost = schedules.filter(
    (schedule) => scheduleOrphaned(schedule, schedule.displayId !== null, now).verdict === 'bad',
  );
  return [
    ...services.map((service) => `service/${service}`),
    ...errored.map(({ name, pmId }) => `process/${name}:${pmId}`),
    ...fake.processes.flatMap(({ name, pmId, status, memoryBytes, memoryLimitBytes }) => {
      const isNear = (memoryBytes ?? 0) >= memoryRatio * (memoryLimitBytes ?? Number.POSITIVE_INFINITY);
      return status === 'online' && isNear ? [`memory/${name}:${pmId}`] : [];
    }),
    ...ended.map((schedule) => `schedule/${schedules.indexOf(schedule)}`),
    ...lost.map((schedule) => `lost/${schedules.indexOf(schedule)}`),
    ...[...fake.contents.values()].flatMap((content, n) => {
      const { verdict } = contentExpired(content, content.expiresAt, checks.content_expired.overdue, now);
      const isHeld = fake.playlists.some(({ contentIds }) => contentIds.includes(content.id));
      return [
        ...(verdict === 'bad' ? [`content/${n}`] : []),
        ...(content.status === 'active' && !isHeld ? [`orphan/${n}`] : []),
      ];
    }),
    ...(storageHigh(fake.storage.usedBytes / fake.storage.quotaBytes, storageRatio).verdict === 'bad'
      ? ['storage/acme']
      : []),
    ...(fake.host.stuckOn.size > 0 && fake.answers('realtime') ? ['stuck/realtime'] : []),
    ...fake.tables.all().flatMap(({ name, statistics }) => {
      const { verdict } = vacuumOverdue(statistics, checks.vacuum_overdue, now);
      return verdict === 'bad' ? [`table/${name}`] : [];
    }),
    ...[...new Set(fake.processes.map(({ name }) => name))].flatMap((app) =>
      fake.logs.bytesOf(logOf(app)) > checks.log_oversized.bytes ? [`log/${app}`] : [],
    ),
    ...displays.flatMap((display, n) => {
      if (display.isDisabled) return [];
      if (displayError(display).verdict === 'bad') return [`error/${n}`];
      return display.silentSince === null ? [] : [`display/${n}`];
    }),
  ];
}
