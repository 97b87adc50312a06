import type { SystemStatus } from './system-status.ts';

/** What stands in a table, with a remark below it. */
export type Cell = string | { readonly text: string; readonly below: string };

/** One part of a digest; everything in it is text, never markup. */
export interface DigestPart {
  readonly title: string;
  readonly table?: {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly Cell[])[];
    /** So many columns at the end are numbers. */
    readonly numbers: number;
  };
  readonly lines?: readonly string[];
}

/** What people are told once a day, before it becomes a mail. */
export interface Digest {
  readonly subject: string;
  readonly status: SystemStatus;
  /** What the status means now, in one sentence. */
  readonly headline: string;
  /** The few numbers that matter most. */
  readonly figures: readonly { readonly label: string; readonly value: string }[];
  readonly parts: readonly DigestPart[];
  /** Who wrote it, and when. */
  readonly footer: string;
}
