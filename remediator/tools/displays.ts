import type { HeardDisplay } from '../../core/checks/display-state.ts';

/** What is read of a display. */
export interface DisplaySeen extends HeardDisplay {
  readonly id: string;
  readonly location: string | null;
  readonly updatedAt: string;
}

/** All displays of an organisation as they were read from `at` on (ms since the epoch, by our clock), whole or not. */
export type DisplayList =
  | { readonly complete: true; readonly items: readonly DisplaySeen[]; readonly at: number }
  | { readonly complete: false; readonly detail: string };

/** What the platform says became of a command. */
export interface CommandReceiptSeen {
  readonly devicesTargeted: number;
  readonly devicesQueued: number;
  readonly devicesDelivered: number;
}

/** The displays of one organisation, as they are looked at. */
export interface DisplayReader {
  /** The time by the clock that writes the dates of rows, in ms since the epoch. */
  platformNow(): number;
  /** Null when there is none with this id. */
  getDisplay(id: string): Promise<DisplaySeen | null>;
  countDisplays(): Promise<number>;
  /** At most a minute old: one list serves all displays of a wave. */
  listDisplays(): Promise<DisplayList>;
}

/** The displays of one organisation, as they are changed. */
export interface DisplayWriter {
  platformNow(): number;
  getDisplay(id: string): Promise<DisplaySeen | null>;
  /** @param signal ends waiting; once aborted nothing is sent any more */
  setDisplayStatus(id: string, status: 'offline', signal: AbortSignal): Promise<Pick<DisplaySeen, 'status'>>;
  /** Counted by the platform, in a window that each call begins anew. */
  reloadDisplay(id: string, signal: AbortSignal): Promise<CommandReceiptSeen>;
}
