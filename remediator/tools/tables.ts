import type { MaintainedTable } from '../../core/checks/maintenance-due.ts';
import type { DatabaseActivity } from '../../core/checks/vacuum-hindered.ts';

/** A table that the configuration names. */
export interface TableSeen {
  readonly name: string;
  readonly exists: boolean;
  /** Null where nothing is counted. */
  readonly statistics: MaintainedTable | null;
}

/** One look at the database. */
export interface TablesSeen {
  /** By the clock of the database, in ms since the epoch. */
  readonly at: number;
  readonly tables: readonly TableSeen[];
  readonly activity: DatabaseActivity;
}

export interface TableReader {
  /** The physical names: nothing else is ever looked at, or vacuumed. */
  readonly configured: readonly string[];
  /** @throws Error when the database does not answer, or none is configured */
  read(): Promise<TablesSeen>;
}

export interface TableWriter extends TableReader {
  /**
   * Vacuums and analyses one table; what else is to be vacuumed waits until it has ended.
   *
   * @param signal ends waiting; once aborted nothing is begun any more
   * @throws Error when it was not done
   */
  vacuum(table: string, signal: AbortSignal): Promise<void>;
}
