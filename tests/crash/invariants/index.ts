import { blastRadius } from './blast-radius.ts';
import { boundsHold } from './bounds-hold.ts';
import { durableBeforeAcknowledged } from './durable-before-acknowledged.ts';
import { fixedMeansVerified } from './fixed-means-verified.ts';
import { freshEvidence } from './fresh-evidence.ts';
import { guardsFailClosed } from './guards-fail-closed.ts';
import { humanIntentWins } from './human-intent-wins.ts';
import { inertAlertData } from './inert-alert-data.ts';
import { intentFirst } from './intent-first.ts';
import type { Invariant } from './invariant.ts';
import { nothingLeftLying } from './nothing-left-lying.ts';
import { oncePerFault } from './once-per-fault.ts';

/** What always holds, in the order of the list. */
export const invariants: readonly Invariant[] = [
  durableBeforeAcknowledged,
  oncePerFault,
  freshEvidence,
  fixedMeansVerified,
  boundsHold,
  blastRadius,
  guardsFailClosed,
  humanIntentWins,
  intentFirst,
  inertAlertData,
  nothingLeftLying,
];
