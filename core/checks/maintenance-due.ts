import { bad, type Finding, good, unknown } from '../verdict.ts';
import type { TableCounts } from './vacuum-overdue.ts';

/** What the database counts about a table that is maintained. */
export interface MaintainedTable extends TableCounts {
  readonly lastAnalyzeAt: number | null;
}

/**
 * Has nobody vacuumed and analysed the table for so long, autovacuum included?
 *
 * @param counts null where nothing is counted
 * @param after in ms
 * @param now by the clock of the database
 */
export function maintenanceDue(counts: MaintainedTable | null, after: number, now: number): Finding {
  if (counts === null) return unknown('detail_unknown', 'the database counts nothing about it');
  const { lastVacuumAt, lastAnalyzeAt } = counts;
  if (lastVacuumAt === null || lastAnalyzeAt === null) return bad('it was never vacuumed and analysed');
  const since = Math.min(lastVacuumAt, lastAnalyzeAt);
  return now - since >= after ? bad(`last at ${new Date(since).toISOString()}`, since + after) : good;
}
