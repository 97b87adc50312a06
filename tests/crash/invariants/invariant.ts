import type { Evidence } from '../evidence.ts';
import { sayWhen } from '../say-when.ts';
import type { Deed } from '../situation.ts';

/** Something that holds whatever happened; asked of a run once it is over. */
export interface Invariant {
  /** As in the list of what always holds; null for what follows from all of them. */
  readonly number: number | null;
  readonly says: string;
  /** A sentence for each thing that speaks against it. */
  violations(evidence: Evidence): string[];
}

export const sayDeed = ({ at, verb, on, value }: Deed): string =>
  `${sayWhen(at)} ${verb} ${on}${value === null ? '' : ` ${value}`}`;
