import type { Evidence } from './evidence.ts';
import { sayWhen } from './say-when.ts';
import type { Line } from './world-log.ts';

/** What happened in a run, for people, in the order of time: the world's own record, and between it the journal. */
export function storyOf({ lines, stored }: Pick<Evidence, 'lines' | 'stored'>): string {
  const told = [
    ...lines.map((line) => ({ at: line.at, text: sayLine(line) })),
    ...stored.journal.map(({ at, kind, record }) => ({ at, text: `    ${kind} ${sayRecord(record)}` })),
  ];
  return told
    .toSorted((one, other) => one.at - other.at)
    .map(({ at, text }) => `${sayWhen(at)} ${text}`)
    .join('\n');
}

function sayLine({ at: _at, what, ...rest }: Line): string {
  return `${what} ${JSON.stringify('happening' in rest ? rest.happening : rest)}`;
}

/** Without what says how it was found. */
function sayRecord({
  gates: _gates,
  evidence: _evidence,
  ...record
}: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(record).slice(0, 300);
}
