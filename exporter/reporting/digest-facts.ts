import type { Summary } from '../../core/remediator/summary.ts';
import type { AgentStatus } from '../agent-families.ts';
import type { Board } from '../board.ts';
import type { ListCoverage } from '../gather/gather-list.ts';
import type { Tally } from '../history.ts';
import type { ClassOf } from '../incident-families.ts';
import type { Reading } from '../snapshot.ts';
import type { SystemStatus } from './system-status.ts';

/** What a digest is made of. Times are ms since the epoch. */
export interface DigestFacts {
  readonly now: number;
  /** Default the host's. */
  readonly timezone: string | undefined;
  readonly status: { readonly word: SystemStatus; readonly since: number };
  readonly board: Board;
  /** What began and ended within the last day. */
  readonly tally: readonly Tally[];
  readonly remediator: Reading<Summary>;
  readonly coverage: readonly ListCoverage[];
  /** The organisations that are looked at. */
  readonly organisations: readonly string[];
  readonly statuses: readonly AgentStatus[];
  readonly classOf: ClassOf;
  readonly version: string;
}
