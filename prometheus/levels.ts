import type { Severity } from '../core/incidents.ts';
import type { AlertText } from './annotations.ts';
import { type FigureName, withFigure } from './figures.ts';
import type { ActionName } from './incident-alert.ts';

export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How bad an incident is by a figure that grows: of its levels exactly one holds at any time. */
export interface Levels {
  readonly by: FigureName;
  /** From the least on; the last may be for what people have heard often enough. */
  readonly steps: readonly Level[];
}

export interface Level {
  /** The figure from which on it holds, until the next level does. Without one it holds from the incident's start. */
  readonly from?: number;
  readonly severity: Severity;
  /** The action that repairs it on this level; what repairs it on all of them stands with the incident. */
  readonly remediation?: ActionName;
  /** The name and the words in which it is told, where that is another alert than the incident's own. */
  readonly told_as?: AlertText & { readonly alert: string };
}

/** PromQL, to be put behind that of open incidents, that leaves those on one level. */
export function onLevel(level: Level, { by, steps }: Levels): string {
  const next = steps[steps.indexOf(level) + 1]?.from;
  if (level.from !== undefined) {
    const end = next === undefined ? '' : ` < ${next}`;
    return `\n${withFigure('and', by)} >= ${level.from}${end}`;
  }
  // While the figure is not known, the first level holds rather than none.
  return next === undefined ? '' : `\n${withFigure('unless', by)} >= ${next}`;
}
