import { bad, type Finding, good, unknown } from '../verdict.ts';

/** What the database counts about a table. */
export interface TableCounts {
  readonly liveRows: number;
  readonly deadRows: number;
  /** By the clock of the database, in ms since the epoch; null for never. */
  readonly lastVacuumAt: number | null;
}

export interface VacuumThresholds {
  readonly dead_ratio: number;
  readonly dead_rows: number;
  /** In ms. */
  readonly after: number;
}

/**
 * Does the table hold so many dead rows, in number and as a share of all, and no vacuum has come for so long? All
 * three must hold; a table that was never vacuumed has waited long enough.
 *
 * @param counts null where nothing is counted
 * @param now by the clock of the database
 */
export function vacuumOverdue(counts: TableCounts | null, limits: VacuumThresholds, now: number): Finding {
  if (counts === null) return unknown('detail_unknown', 'the database counts no rows of it');
  const { liveRows, deadRows, lastVacuumAt } = counts;
  if (deadRows < limits.dead_rows || deadRows < limits.dead_ratio * (liveRows + deadRows)) return good;
  const dead = `${deadRows} of ${liveRows + deadRows} rows are dead`;
  if (lastVacuumAt === null) return bad(`${dead}, and it was never vacuumed`);
  const dueAt = lastVacuumAt + limits.after;
  if (now < dueAt) return good;
  return bad(`${dead}, last vacuumed at ${new Date(lastVacuumAt).toISOString()}`, dueAt);
}
