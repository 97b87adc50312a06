import { cuidOf } from './ids.ts';
import * as row from './row-defaults.ts';
import type { WorldRows } from './rows.ts';

/** What can be wrong in a world from the start, by the name of the incident that it should raise. */
export const WORLD_FAULTS = [
  'schedule_past_end',
  'schedule_empty_playlist',
  'schedule_conflict',
  'display_offline',
  'display_error',
  'display_never_seen',
  'display_without_content',
  'content_expired',
  'content_orphaned',
  'content_too_large',
  'playlist_item_undeliverable',
  'storage_high',
] as const;
export type WorldFaultName = (typeof WORLD_FAULTS)[number];

export interface WorldFault {
  readonly name: WorldFaultName;
  /** The slug of the organisation that has it. */
  readonly org: string;
  /** How many items; default 1. Ignored where the organisation itself is the item. */
  readonly count?: number;
}

type Spoil = (world: WorldRows, organizationId: string, count: number, now: number) => void;

const of = <T extends { organizationId: string }>(rows: T[], organizationId: string, count: number): T[] => {
  const found: T[] = [];
  for (const candidate of rows) {
    if (found.length === count) break;
    if (candidate.organizationId === organizationId) found.push(candidate);
  }
  return found;
};

const spoil: Record<WorldFaultName, Spoil> = {
  schedule_past_end(world, org, count, now) {
    for (const schedule of of(world.Schedule, org, count)) {
      Object.assign(schedule, { isActive: true, endDate: row.iso(now - row.DAY) });
    }
  },
  schedule_empty_playlist(world, org, count, now) {
    const empty = row.playlistRow(now, {
      id: cuidOf(`${org}/empty`),
      organizationId: org,
      name: 'Empty playlist',
    });
    world.Playlist.push(empty);
    for (const schedule of of(world.Schedule, org, count)) schedule.playlistId = empty.id;
  },
  schedule_conflict(world, org, count) {
    for (const schedule of of(world.Schedule, org, count)) {
      world.Schedule.push({
        ...schedule,
        id: cuidOf(`${schedule.id}/rival`),
        name: `${schedule.name} rival`,
      });
    }
  },
  display_offline(world, org, count, now) {
    for (const display of of(world.devices, org, count)) {
      Object.assign(display, {
        status: 'offline',
        socketId: null,
        lastHeartbeat: row.iso(now - 20 * row.MINUTE),
      });
    }
  },
  display_error(world, org, count) {
    for (const display of of(world.devices, org, count)) {
      Object.assign(display, { status: 'error', socketId: null });
    }
  },
  display_never_seen(world, org, count) {
    for (const display of of(world.devices, org, count)) {
      Object.assign(display, { status: 'offline', socketId: null, lastHeartbeat: null, pairedAt: null });
    }
  },
  display_without_content(world, org, count) {
    for (const display of of(world.devices, org, count)) {
      display.currentPlaylistId = null;
      world.Schedule = world.Schedule.filter(({ displayId }) => displayId !== display.id);
      world.DisplayGroupMember = world.DisplayGroupMember.filter(({ displayId }) => displayId !== display.id);
    }
  },
  content_expired(world, org, count, now) {
    for (const item of of(world.Content, org, count)) item.expiresAt = row.iso(now - 3 * 60 * row.MINUTE);
  },
  content_orphaned(world, org, count, now) {
    const old = { createdAt: row.iso(now - 90 * row.DAY), updatedAt: row.iso(now - 90 * row.DAY) };
    for (let i = 0; i < count; i++) {
      const id = cuidOf(`${org}/orphan/${i}`);
      world.Content.push(row.contentRow(now, { id, organizationId: org, name: `orphan-${i}`, ...old }));
    }
  },
  content_too_large(world, org, count) {
    for (const item of of(world.Content, org, count)) item.fileSize = 150_000_000;
  },
  playlist_item_undeliverable(world, org, count) {
    for (const item of of(world.Content, org, count)) item.status = 'archived';
  },
  storage_high(world, org) {
    const organization = world.organizations.find(({ id }) => id === org);
    if (organization) organization.storageUsedBytes = Math.ceil(organization.storageQuotaBytes * 0.95);
  },
};

/** Spoils a world in one way. @throws Error when there is no such organisation */
export function applyFault(world: WorldRows, fault: WorldFault, now: number): void {
  const organization = world.organizations.find(({ slug }) => slug === fault.org);
  if (organization === undefined) throw new Error(`The world has no organisation ${fault.org}`);
  spoil[fault.name](world, organization.id, fault.count ?? 1, now);
}
