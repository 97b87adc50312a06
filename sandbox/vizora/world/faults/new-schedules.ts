import * as row from '../row-defaults.ts';
import type { DeviceRow, PlaylistRow, ScheduleRow } from '../rows.ts';
import { isWell, type Scene } from './world-fault.ts';

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
    playlistId: goodPlaylist(scene, i).id,
    daysOfWeek: [inThreeDays],
    priority: unusedPriority(scene),
    ...(hasTarget ? {} : { displayId: goodDisplay(scene, i).id }),
    ...given,
  });
  world.Schedule.push(schedule);
  return schedule;
}

/** One that nothing is wrong with, now or by another fault. */
const goodDisplay = (scene: Scene, i: number): DeviceRow =>
  scene.some('devices', i, (display) => isWell(display) && scene.isFree(display.id));

/** One of which everything is delivered. @param but the id of one that will not do */
export function goodPlaylist(scene: Scene, i: number, but?: string): PlaylistRow {
  const { PlaylistItem, Content } = scene.world;
  const delivered = new Set(
    Content.filter(({ status, expiresAt }) => status === 'active' && expiresAt === null).map(({ id }) => id),
  );
  const items = Map.groupBy(PlaylistItem, ({ playlistId }) => playlistId);
  return scene.some('Playlist', i, ({ id }) => {
    const own = items.get(id) ?? [];
    return id !== but && own.length > 0 && own.every(({ contentId }) => delivered.has(contentId));
  });
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
