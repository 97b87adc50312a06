import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Happening, Manner } from './plan.ts';

/** Something that the platform was asked to do, with what it acted on as that was just before. */
export interface ActLine {
  readonly what: 'act';
  readonly verb: string;
  readonly on: string | number;
  readonly value: unknown;
  readonly seen: Readonly<Record<string, unknown>>;
  readonly manner: Manner;
}

/** Whether it takes back, on a person's word, what the machine did. */
export const takesBack = ({ verb, value }: { readonly verb: string; readonly value?: unknown }): boolean =>
  verb === 'restoreContent' || value === true;

/** Everything that happened outside of the remediator, in order; `at` is in ms since the epoch. */
export type Line = { readonly at: number } & (
  | { readonly what: 'event'; readonly n: number; readonly happening: Happening }
  | ActLine
  /** All faults that there are from now on. */
  | { readonly what: 'faults'; readonly faults: readonly string[] }
  /** Made, or ended, by the remediator in Alertmanager. */
  | { readonly what: 'silenced'; readonly id: string; readonly until: number }
  | { readonly what: 'unsilenced'; readonly id: string }
  /** What the sender of a request got; null when there was no answer. */
  | { readonly what: 'answer'; readonly n: number; readonly status: number | null }
  /** The process ends here. */
  | { readonly what: 'killed'; readonly moment: string; readonly point: number }
);

/** The world's own record of a run, outside of the process under test: what is in it survives any kill. */
export interface WorldLog {
  append(line: Line): void;
  read(): Line[];
}

export function worldLog(file: string): WorldLog {
  return {
    append: (line) => appendFileSync(file, `${JSON.stringify(line)}\n`),
    read: () =>
      existsSync(file)
        ? readFileSync(file, 'utf8')
            .split('\n')
            .filter((text) => text !== '')
            .map((text) => JSON.parse(text) as Line)
        : [],
  };
}
