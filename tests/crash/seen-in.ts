import type { FakeWorld } from '../../remediator/world/fake-world.test-support.ts';
import type { ActLine } from './world-log.ts';

/** What an act finds, just before it changes it. */
export function seenIn(fake: FakeWorld, on: string | number): ActLine['seen'] {
  const schedule = fake.schedules.get(String(on));
  if (schedule !== undefined) return { is_active: schedule.isActive, updated_at: schedule.updatedAt };
  const display = fake.fleet.displays.get(String(on));
  if (display !== undefined) {
    const { status, isDisabled, updatedAt, silentSince } = display;
    const last_heartbeat = silentSince === null ? null : new Date(silentSince).toISOString();
    return { status, is_disabled: isDisabled, updated_at: updatedAt, last_heartbeat };
  }
  const content = fake.contents.get(String(on));
  if (content !== undefined) return { status: content.status, updated_at: content.updatedAt };
  const table = fake.tables.all().find(({ name }) => name === on);
  if (table !== undefined) return { last_vacuum: table.statistics?.lastVacuumAt ?? null };
  const process = fake.processes.find(({ pmId }) => pmId === on);
  return process === undefined ? {} : { app: process.name, status: process.status, pid: process.pid };
}
