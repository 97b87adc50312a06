import * as row from '../row-defaults.ts';
import type { DeviceRow, ScheduleRow } from '../rows.ts';
import type { Scene } from './world-fault.ts';

/** Above those of the builder's schedules; the platform knows none above 1000. */
const PRIORITIES_FROM = 100;

/**
 * A schedule of a fault, which plays in three days only: it says something about itself, and nothing about what its
 * display shows now. Unless told otherwise it plays a good playlist on a good display.
 */
export function addSchedule(scene: Scene, i: number, name: string, given: Partial<ScheduleRow>): ScheduleRow {
  const { world, now, organization } = scene;
  const inThreeDays = new Date(now + 3 * row.DAY).getUTCDay();
  const hasTarget = given.displayId !== undefined || given.displayGroupId !== undefined;
  const schedule = row.scheduleRow(now, {
    id: scene.cuid('schedule', i),
    organizationId: organization.id,
    name,
    playlistId: scene.some('Playlist', i).id,
    daysOfWeek: [inThreeDays],
    priority: unusedPriority(scene),
    ...(hasTarget ? {} : { displayId: scene.some('devices', i).id }),
    ...given,
  });
  world.Schedule.push(schedule);
  return schedule;
}

/** So that what is added here competes with nothing. */
function unusedPriority({ world, organization }: Scene): number {
  const own = world.Schedule.filter(({ organizationId }) => organizationId === organization.id);
  const used = new Set(own.map(({ priority }) => priority));
  let priority = PRIORITIES_FROM;
  while (used.has(priority)) priority++;
  return priority;
}

/** A display that was entered and has never connected. */
export function unseenDisplay(
  { world, now, organization, uuid }: Scene,
  i: number,
  nickname: string,
  given: Partial<DeviceRow> = {},
): DeviceRow {
  const display = row.deviceRow(now - 30 * row.DAY, {
    id: uuid('display', i),
    organizationId: organization.id,
    deviceIdentifier: uuid('device', i),
    nickname,
    status: 'offline',
    socketId: null,
    lastHeartbeat: null,
    pairedAt: null,
    ...given,
  });
  world.devices.push(display);
  return display;
}
