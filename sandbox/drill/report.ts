import Table from 'cli-table3';
import type { FaultResult } from './judge.ts';

/** What a whole drill found, as `--json` writes it. */
export interface DrillReport {
  readonly ok: boolean;
  readonly faults: readonly FaultResult[];
  /** Resident memory of each of our processes at the end. */
  readonly resident_bytes: Readonly<Record<string, number>>;
}

/** The table for people: seconds from the break to each step of the loop. */
export function drillTable({ faults }: DrillReport): string {
  const table = new Table({
    head: ['fault', 'expected', 'outcome', 'detected', 'alerted', 'acted', 'verified', ''],
    colAligns: ['left', 'left', 'left', 'right', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [] },
  });
  const seconds = (value: number | null) => (value === null ? '-' : `${value.toFixed(1)} s`);
  for (const { fault, expected, outcome, ok, seconds: s } of faults) {
    table.push([
      fault,
      expected,
      outcome,
      seconds(s.detected),
      seconds(s.alerted),
      seconds(s.acted),
      seconds(s.verified),
      ok ? 'ok' : 'FAILED',
    ]);
  }
  return table.toString();
}

/** One line for people: what our processes weigh. */
export function memoryLine({ resident_bytes }: DrillReport): string {
  const parts = Object.entries(resident_bytes).map(
    ([name, bytes]) => `${name} ${Math.round(bytes / 1e6)} MB`,
  );
  return `Resident memory after the drill: ${parts.join(', ')}`;
}
