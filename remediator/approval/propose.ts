import type { Sighting } from '../action.ts';
import type { DecisionContext } from '../decision-context.ts';
import type { EngineParts } from '../engine-parts.ts';
import { iso } from '../http/views.ts';
import type { GateRecord } from '../ledger/decisions.ts';
import type { Proposal } from '../ledger/proposals.ts';
import { planHash } from './plan-hash.ts';

type Parts = Pick<EngineParts, 'ledger' | 'clock' | 'log'>;

/** What is asked now, and which proposals became something else by that. */
export interface Asked {
  /** For whoever asks why nothing is done. */
  readonly record: GateRecord;
  readonly changed: readonly Proposal[];
}

/**
 * Asks a person about what every other gate lets through, unless that very plan is asked about already. Part of the
 * transaction in progress.
 */
export function propose(context: DecisionContext, sighting: Sighting, parts: Parts): Asked {
  const { ledger, clock, log } = parts;
  const { question, repair, policy } = context;
  const hash = planHash(context, sighting);
  const { plan, evidence, before } = sighting;
  if (hash === null || plan === null) throw new Error('what cannot be done cannot be proposed');
  const now = clock.now();
  const newest = ledger.proposals.newestOf(question);
  // A person may have answered while this decision was under way: an answer is never overwritten by asking.
  const isOpen = newest?.state === 'waiting' || newest?.state === 'approved';
  const stands = isOpen && newest.hash === hash && now < newest.expires_at ? newest : null;
  const answered = stands ?? ledger.proposals.rejectedSince(question, hash, now - policy.respect_undo_for);
  if (answered !== null) return { record: recordOf(answered), changed: [] };
  const { made, replaced } = ledger.proposals.make(
    {
      ...question,
      target: repair.target,
      plan,
      evidence,
      before,
      hash,
      expires_at: now + policy.approval_within,
    },
    now,
  );
  log.info({ proposal: `p${made.id}`, action: made.action, target: made.target, hash }, 'a person is asked');
  return { record: recordOf(made), changed: replaced === null ? [made] : [replaced, made] };
}

/** Takes back questions that are no longer open, since a look of our own found no fault. */
export function withdrawProposals(which: (proposal: Proposal) => boolean, parts: Parts): Proposal[] {
  return expireProposals(which, 'the fault is gone', parts);
}

/** Ends those whose time is over. */
export function expireOverdueProposals(parts: Parts): Proposal[] {
  const now = parts.clock.now();
  return expireProposals(({ expires_at }) => now >= expires_at, 'its time was over', parts);
}

function expireProposals(
  which: (proposal: Proposal) => boolean,
  why: string,
  { ledger, clock, log }: Parts,
): Proposal[] {
  return ledger.proposals
    .open()
    .filter(which)
    .flatMap(({ id, target }) => {
      ledger.proposals.expire(id, why, clock.now());
      log.info({ proposal: `p${id}`, target, why }, 'a proposal expired');
      return ledger.proposals.get(id) ?? [];
    });
}

function recordOf({ id, state, expires_at: expiresAt }: Proposal): GateRecord {
  const saw =
    state === 'waiting'
      ? `p${id} waits until ${iso(expiresAt)} for a person: vizora-ops approve p${id}`
      : `p${id} was ${state} just now`;
  return { gate: 'approval', passed: false, saw };
}
