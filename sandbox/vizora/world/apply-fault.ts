import { CannotBreak } from '../cannot-break.ts';
import { WORLD_FAULTS, type WorldFaultName } from './faults/index.ts';
import { createScene } from './faults/world-fault.ts';
import { changesBetween, type RowChange } from './row-changes.ts';
import type { WorldRows } from './rows.ts';

export interface WorldFault {
  readonly name: WorldFaultName;
  /** The slug of the organisation that has it. */
  readonly org: string;
  /** How many items; default 1. Ignored where the organisation itself is the item. */
  readonly count?: number;
}

/** A fault that was made, and can be undone. */
export interface MadeFault extends Required<WorldFault> {
  readonly changes: readonly RowChange[];
  /** The ids of the rows that it is about, changed or not: other faults leave them alone. */
  readonly holds: readonly string[];
}

/**
 * Spoils a world in one way.
 *
 * @param held the ids of rows that other faults hold
 * @throws CannotBreak when there is no such organisation, or too little of it is whole
 */
export function applyFault(
  world: WorldRows,
  { name, org, count = 1 }: WorldFault,
  now: number,
  held: ReadonlySet<string>,
): MadeFault {
  const organization = world.organizations.find(({ slug }) => slug === org);
  if (organization === undefined) throw new CannotBreak(`The world has no organisation ${org}`);
  const kind = WORLD_FAULTS.find((fault) => fault.name === name);
  if (kind === undefined) throw new CannotBreak(`There is no fault ${name} of the world`);
  const before = structuredClone(rowsOf(world, organization.id));
  const taken = new Set(held);
  kind.spoil(createScene(name, { world, organization, count, now }, taken));
  const changes = changesBetween(before, rowsOf(world, organization.id));
  const holds = [...taken, ...changes.map(({ id }) => id)].filter((id) => !held.has(id));
  return { name, org, count, changes, holds: [...new Set(holds)] };
}

/** All rows that are of an organisation, or of something of it. */
function rowsOf(world: WorldRows, organizationId: string): WorldRows {
  const own = <T extends { organizationId: string }>(rows: readonly T[]): T[] =>
    rows.filter((row) => row.organizationId === organizationId);
  const playlists = own(world.Playlist);
  const groups = own(world.DisplayGroup);
  const ids = new Set([...playlists, ...groups].map(({ id }) => id));
  return {
    organizations: world.organizations.filter(({ id }) => id === organizationId),
    users: own(world.users),
    Playlist: playlists,
    devices: own(world.devices),
    Content: own(world.Content),
    PlaylistItem: world.PlaylistItem.filter(({ playlistId }) => ids.has(playlistId)),
    DisplayGroup: groups,
    DisplayGroupMember: world.DisplayGroupMember.filter(({ displayGroupId }) => ids.has(displayGroupId)),
    Schedule: own(world.Schedule),
  };
}
