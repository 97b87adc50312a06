import type { Writable } from 'node:stream';
import { createColors } from 'picocolors';
import type { TimelineEvent } from './timeline.ts';

/** Wide enough for all but the ids of schedules, which push the words aside. */
const COLUMNS = { source: 15, kind: 8, target: 26 } as const;

/** Prints one event a line: time in UTC as logs and pages have it, who, what kind, which target, and the words. Colour on a terminal only. */
export function createPrinter(out: Writable & { isTTY?: boolean }): (event: TimelineEvent, at: Date) => void {
  const colors = createColors(out.isTTY === true && !process.env['NO_COLOR']);
  const tones = { bad: colors.red, good: colors.green, busy: colors.yellow, plain: colors.dim } as const;
  return (event, at) => {
    const time = at.toISOString().slice(11, 19);
    const columns = [
      colors.dim(time),
      event.source.padEnd(COLUMNS.source),
      event.kind.padEnd(COLUMNS.kind),
      event.target.padEnd(COLUMNS.target),
      tones[event.tone](event.text),
    ];
    out.write(`${columns.join('  ')}\n`);
  };
}

/** The heading over the columns. */
export function heading(): string {
  const { source, kind, target } = COLUMNS;
  return ['UTC'.padEnd(8), 'who'.padEnd(source), 'what'.padEnd(kind), 'target'.padEnd(target), 'detail'].join(
    '  ',
  );
}
