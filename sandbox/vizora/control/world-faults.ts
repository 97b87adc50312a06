import { readFileSync, writeFileSync } from 'node:fs';
import { CannotBreak } from '../cannot-break.ts';
import { applyFault, type MadeFault, type WorldFault } from '../world/apply-fault.ts';
import type { Database } from '../world/database.ts';
import type { WorldFaultName } from '../world/faults/index.ts';
import type { WorldRows } from '../world/rows.ts';
import { belongsToSlug, type TableName, WORLD_TABLES } from '../world/tables.ts';
import { undoChanges, writeChanges } from './write-changes.ts';

/** The faults of the world that were made, at its beginning or by name, and not yet healed. */
export interface WorldFaults {
  /** @throws CannotBreak when the organisation has it already, or too little that is whole */
  make(fault: WorldFault): Promise<MadeFault>;
  /** Undoes exactly what making it did, in one organisation or in all, and answers what it undid. */
  heal(name: WorldFaultName, org: string | null): Promise<readonly MadeFault[]>;
  healAll(): Promise<readonly MadeFault[]>;
  made(): readonly MadeFault[];
}

/**
 * Breaks the rows of a world that lives, by the same hand that spoils one while it is built.
 *
 * @param file where what was made is kept: the world outlives this process
 * @param healed called after rows were put back
 */
export function createWorldFaults(
  database: Database,
  file: string,
  now: () => number,
  healed: () => Promise<void>,
): WorldFaults {
  let made = read(file);
  let last: Promise<unknown> = Promise.resolve();
  const keep = (faults: readonly MadeFault[]) => {
    made = faults;
    keepFaults(file, made);
  };
  /** One at a time: two that look for whole rows at once would take the same. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
  const heal = (isMeant: (fault: MadeFault) => boolean) =>
    inTurn(async () => {
      const meant = made.filter(isMeant);
      for (const fault of meant.toReversed()) {
        await undoChanges(database, fault.changes, now());
        keep(made.filter((other) => other !== fault));
      }
      if (meant.length > 0) await healed();
      return meant;
    });

  return {
    make: (fault) =>
      inTurn(async () => {
        const { name, org } = fault;
        if (made.some((other) => other.name === name && other.org === org)) {
          throw new CannotBreak(`${org} has ${name} already; heal it first`);
        }
        const held = new Set(made.flatMap(({ holds }) => holds));
        const result = applyFault(await rowsOf(database, org), fault, now(), held);
        await writeChanges(database, result.changes);
        keep([...made, result]);
        return result;
      }),
    heal: (name, org) => heal((fault) => fault.name === name && (org === null || fault.org === org)),
    healAll: () => heal(() => true),
    made: () => made,
  };
}

/** The part of the world that is one organisation's, in the order in which it was made. */
async function rowsOf(database: Database, org: string): Promise<WorldRows> {
  const rows = await Promise.all(
    WORLD_TABLES.map(async (table: TableName) => [
      table,
      await database.rows(
        `SELECT t.* FROM "${table}" t WHERE ${belongsToSlug(table)} ORDER BY t."createdAt", t."id"`,
        [org],
      ),
    ]),
  );
  return Object.fromEntries(rows) as WorldRows;
}

/** Keeps what is wrong in a new world from its beginning, so that it is known and can be healed. */
export const keepFaults = (file: string, faults: readonly MadeFault[]): void =>
  writeFileSync(file, JSON.stringify(faults));

function read(file: string): readonly MadeFault[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as MadeFault[];
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
