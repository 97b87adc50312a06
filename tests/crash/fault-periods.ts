import type { About } from './plan.ts';
import { subjectOf } from './subject.ts';
import type { Line } from './world-log.ts';

/** A time in which a fault was there without interruption, in ms since the epoch. */
export interface FaultPeriod {
  readonly about: About;
  readonly target: string | null;
  readonly from: number;
  /** Infinity when it was there to the end. */
  readonly to: number;
}

export function faultPeriods(lines: readonly Line[]): FaultPeriod[] {
  const open = new Map<About, number>();
  const periods: FaultPeriod[] = [];
  const close = (about: About, from: number, to: number) =>
    periods.push({ about, target: subjectOf(about).target, from, to });
  for (const line of lines) {
    if (line.what !== 'faults') continue;
    for (const about of line.faults) if (!open.has(about)) open.set(about, line.at);
    for (const [about, from] of open) {
      if (line.faults.includes(about)) continue;
      open.delete(about);
      close(about, from, line.at);
    }
  }
  for (const [about, from] of open) close(about, from, Number.POSITIVE_INFINITY);
  return periods;
}
