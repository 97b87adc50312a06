import { CannotBreak } from '../cannot-break.ts';
import { WORLD_FAULTS, type WorldFaultName } from './faults/index.ts';
import { createScene } from './faults/world-fault.ts';
import type { WorldRows } from './rows.ts';
import { WORLD_TABLES } from './tables.ts';

export interface WorldFault {
  readonly name: WorldFaultName;
  /** The slug of the organisation that has it. */
  readonly org: string;
  /** How many items; default 1. Ignored where the organisation itself is the item. */
  readonly count?: number;
}

/**
 * Spoils a world in one way.
 *
 * @param held the ids of rows that other faults changed or added, which this one leaves alone; its own are added
 * @throws Error when there is no such organisation, or too little of it is whole
 */
export function applyFault(world: WorldRows, fault: WorldFault, now: number, held: Set<string>): void {
  const organization = world.organizations.find(({ slug }) => slug === fault.org);
  if (organization === undefined) throw new CannotBreak(`The world has no organisation ${fault.org}`);
  const kind = WORLD_FAULTS.find(({ name }) => name === fault.name);
  if (kind === undefined) throw new CannotBreak(`There is no fault ${fault.name} of the world`);
  const before = idsOf(world);
  kind.spoil(createScene(fault.name, { world, organization, count: fault.count ?? 1, now }, held));
  for (const id of idsOf(world)) if (!before.has(id)) held.add(id);
}

const idsOf = (world: WorldRows): Set<string> =>
  new Set(WORLD_TABLES.flatMap((table) => world[table].map(({ id }) => id)));
