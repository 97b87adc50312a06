import type { Sight } from './witness.ts';

/** One thing that the drill breaks, and how to see from outside that it was repaired. */
export interface Fault {
  /** Short name for the table, such as `web crashes at start`. */
  readonly name: string;
  /**
   * Breaks it; resolves when it is broken.
   *
   * @param look what the witness sees, to wait for the break and to know what came before it
   */
  break(look: () => Promise<Sight>): Promise<Broken>;
}

/** A fault that now stands. */
export interface Broken {
  /** Which active alert announces it. */
  readonly alert: (labels: Readonly<Record<string, string>>) => boolean;
  /** Which active alerts tell that the repair is not finished: that alert, and the one about the repair itself. */
  readonly unfinished: (labels: Readonly<Record<string, string>>) => boolean;
  /** When the one act that repairs it was seen, in ms since the epoch; null as long as none was. */
  acted(sight: Sight): number | null;
  /** Is it good now, asked of the platform itself? */
  good(sight: Sight): Promise<boolean>;
  /** How long it must stay good before it counts, in ms. */
  readonly stableFor: number;
  /** Everything that was done and should not have been: more than one act, or an act on something else. */
  excess(sight: Sight): string[];
  /** Puts it right by hand, so that the next fault begins in a healthy world. */
  heal(): Promise<void>;
}
