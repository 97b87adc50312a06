import type { Writable } from 'node:stream';
import { createColors } from 'picocolors';
import type { TimelineEvent } from './timeline.ts';

const COLUMNS = { source: 16, kind: 9, target: 34 } as const;

/** Prints one event a line: time, who, what kind, which target, and the words. Colour on a terminal only. */
export function createPrinter(out: Writable & { isTTY?: boolean }): (event: TimelineEvent, at: Date) => void {
  const colors = createColors(out.isTTY === true && !process.env['NO_COLOR']);
  const tones = { bad: colors.red, good: colors.green, busy: colors.yellow, plain: colors.dim } as const;
  return (event, at) => {
    const time = at.toTimeString().slice(0, 8);
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
  return ['time'.padEnd(8), 'who'.padEnd(source), 'what'.padEnd(kind), 'target'.padEnd(target)].join('  ');
}
