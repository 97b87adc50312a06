import type { IncidentType } from '../../../../core/incidents.ts';
import { CannotBreak } from '../../cannot-break.ts';
import { cuidOf, uuidOf } from '../ids.ts';
import type { DeviceRow, OrganizationRow, WorldRows } from '../rows.ts';

/** One way in which the rows of an organisation can be wrong, or look wrong and be well. */
export interface WorldFaultKind<Name extends string = string> {
  readonly name: Name;
  /** What is done, in one sentence for people; `count` times where it can be counted. */
  readonly about: string;
  /** The incidents that it must raise; none for what only looks like a fault. */
  readonly raises: readonly IncidentType[];
  spoil(scene: Scene): void;
}

/** Ties the name of a fault to its type, so that the list of all faults gives the list of their names. */
export const defineWorldFault = <const Name extends string>(
  fault: WorldFaultKind<Name>,
): WorldFaultKind<Name> => fault;

type OwnedTable = 'devices' | 'Content' | 'Playlist' | 'Schedule';

/** One organisation of a world, as a fault may work on it. */
export interface Scene {
  readonly world: WorldRows;
  readonly organization: OrganizationRow;
  /** How many items; ignored where the organisation itself is the item. */
  readonly count: number;
  readonly now: number;
  /**
   * So many rows of the organisation, the first that no other fault holds; they are held from now on.
   *
   * @throws Error when there are not enough
   */
  take<Table extends OwnedTable>(
    table: Table,
    suits?: (row: WorldRows[Table][number]) => boolean,
    count?: number,
  ): WorldRows[Table];
  /** Is this row free for a fault to change it? */
  isFree(id: string): boolean;
  /** A row that is only referred to, and stays as it is. @throws Error when there is none */
  some<Table extends OwnedTable>(
    table: Table,
    i: number,
    suits: (row: WorldRows[Table][number]) => boolean,
  ): WorldRows[Table][number];
  /** Ids for what is new, the same each time that this fault is made. */
  cuid(what: string, i: number): string;
  uuid(what: string, i: number): string;
}

/** @param held the ids that other faults of this world changed; what is taken is added */
export function createScene(
  fault: string,
  { world, organization, count, now }: Pick<Scene, 'world' | 'organization' | 'count' | 'now'>,
  held: Set<string>,
): Scene {
  const { id: organizationId, slug } = organization;
  const own = <Table extends OwnedTable>(table: Table) =>
    (world[table] as WorldRows[Table][number][]).filter((row) => row.organizationId === organizationId);
  const name = (what: string, i: number) => `${slug}/${fault}/${what}/${i}`;
  return {
    world,
    organization,
    count,
    now,
    take(table, suits = () => true, wanted = count) {
      const found = own(table)
        .filter((row) => !held.has(row.id) && suits(row))
        .slice(0, wanted);
      if (found.length < wanted) {
        throw new CannotBreak(
          `${slug} has ${found.length} free rows in ${table} for ${fault}, not ${wanted}`,
        );
      }
      for (const row of found) held.add(row.id);
      return found as WorldRows[typeof table];
    },
    isFree: (id) => !held.has(id),
    some(table, i, suits) {
      const rows = own(table).filter(suits);
      const row = rows[i % rows.length];
      if (row === undefined)
        throw new CannotBreak(`${slug} has nothing in ${table} that ${fault} could refer to`);
      return row;
    },
    cuid: (what, i) => cuidOf(name(what, i)),
    uuid: (what, i) => uuidOf(name(what, i)),
  };
}

/** `count` times something, with a number from 0 and one for people from 1. */
export function repeat({ count }: Pick<Scene, 'count'>, make: (i: number, number: number) => void): void {
  for (let i = 0; i < count; i++) make(i, i + 1);
}

/** Without its playlist, its schedules and its groups: nothing is left that it could show. */
export function strip(display: DeviceRow, { world }: Pick<Scene, 'world'>): void {
  display.currentPlaylistId = null;
  world.Schedule = world.Schedule.filter(({ displayId }) => displayId !== display.id);
  world.DisplayGroupMember = world.DisplayGroupMember.filter(({ displayId }) => displayId !== display.id);
}

export const isWell = ({ status, isDisabled }: DeviceRow): boolean => status === 'online' && !isDisabled;

/** Is it well, and can it be stripped without taking away what another fault changed? */
export const isStrippable =
  ({ world, isFree }: Pick<Scene, 'world' | 'isFree'>) =>
  (display: DeviceRow): boolean =>
    isWell(display) && world.Schedule.every(({ id, displayId }) => displayId !== display.id || isFree(id));
