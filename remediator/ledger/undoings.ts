import type { Journal } from './journal.ts';
import type { Remediation } from './remediations.ts';
import type { Store } from './store.ts';

declare const durable: unique symbol;

/** The permission to take something back: exists only once the wish is on disk, and only this file can make one. */
export interface Undoing {
  readonly [durable]: true;
  readonly remediation: Remediation;
  readonly by: string;
}

/** What people took back. */
export interface Undoings {
  /** Writes the wish down; on disk on return. */
  intend(remediation: Remediation, by: string, at: number): Undoing;
  ended(undoing: Undoing, result: string, at: number): void;
}

export function createUndoings({ transaction }: Store, journal: Journal): Undoings {
  return {
    intend: (remediation, by, at) =>
      transaction(() => {
        journal.append('undo_intended', at, { remediation_id: remediation.id, by });
        return { remediation, by } as Undoing;
      }),
    ended: ({ remediation }, result, at) =>
      transaction(() => journal.append('undo_ended', at, { remediation_id: remediation.id, result })),
  };
}
