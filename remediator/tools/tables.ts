import type { TableActivity } from '../../core/postgres/table-activity.ts';

export interface TableReader {
  /** The physical names: nothing else is ever looked at, or vacuumed. */
  readonly configured: readonly string[];
  /** @throws Error when the database does not answer, or none is configured */
  read(): Promise<TableActivity>;
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
