import type { Engine } from '../engine.ts';
import type { EngineParts } from '../engine-parts.ts';
import { hintAgain } from '../hint.ts';
import type { Proposal } from '../ledger/proposals.ts';
import { questionIn } from '../question.ts';
import { announceProposal } from './announce-proposal.ts';
import { approvalLink } from './approval-link.ts';

export type Answered =
  | { readonly taken: true; readonly proposal: Proposal }
  /** `wrong_code` says no more, so that nothing can be learned by trying. */
  | { readonly taken: false; readonly why: 'unknown' | 'wrong_code' | 'not_open'; readonly detail: string };

interface CodeForPage {
  readonly code: string;
  readonly expiresAt: number;
  /** Of the page that takes it. */
  readonly link: string;
}

/** How people answer what they are asked. */
export interface Approvals {
  /** @param hash of the plan as the person saw it */
  answer(id: number, answer: 'approved' | 'rejected', hash: string, by: string): Answered;
  /** A code with which this very plan can be approved once, within minutes. */
  code(id: number, hash: string): Answered & Partial<CodeForPage>;
  approveByCode(id: number, code: string): Answered;
}

export interface ApprovalParts
  extends Pick<EngineParts, 'ledger' | 'clock' | 'log' | 'alertmanagers' | 'metrics' | 'settings'> {
  readonly engine: Pick<Engine, 'consider'>;
}

/**
 * An answer is on disk before anybody is told that it was taken. An approval does nothing by itself: the question is
 * asked again, and every gate looks anew.
 */
export function createApprovals(parts: ApprovalParts): Approvals {
  const { ledger, clock, log, engine } = parts;

  function findOpen(id: number, hash: string | null, also?: 'approved'): Answered {
    const proposal = ledger.proposals.get(id);
    if (proposal === null) return no('unknown', `there is no proposal p${id}`);
    const { state, expires_at: expiresAt, detail } = proposal;
    if (state === 'expired') return no('not_open', `p${id} is no longer open: ${detail}`);
    if (state !== 'waiting' && state !== also) return no('not_open', `p${id} is ${state} already`);
    if (clock.now() >= expiresAt) return no('not_open', `p${id} is no longer open: its time was over`);
    if (hash !== null && hash !== proposal.hash) return no('not_open', `p${id} has another plan than that`);
    return { taken: true, proposal };
  }

  function settle({ id }: Proposal, answer: 'approved' | 'rejected', by: string): Answered {
    ledger.proposals.answer(id, answer, by, clock.now());
    const proposal = ledger.proposals.get(id);
    if (proposal === null) throw new Error('the answer was written, but cannot be read back');
    log.info({ proposal: `p${id}`, target: proposal.target, answer, by }, 'a person has answered');
    return { taken: true, proposal };
  }

  /** Only once the answer is on disk. */
  function followUp(answered: Answered): Answered {
    if (!answered.taken) return answered;
    const { proposal } = answered;
    if (proposal.state === 'approved') engine.consider([hintAgain(questionIn(proposal))]);
    void announceProposal(proposal, parts);
    return answered;
  }

  return {
    answer: (id, answer, hash, by) =>
      followUp(
        ledger.transaction(() => {
          // A person may think better of an approval that nothing has come of yet.
          const found = findOpen(id, hash, answer === 'rejected' ? 'approved' : undefined);
          return found.taken ? settle(found.proposal, answer, by) : found;
        }),
      ),
    code(id, hash) {
      const found = findOpen(id, hash);
      if (!found.taken) return found;
      const link = approvalLink(id, parts);
      if (link === null) return no('not_open', `p${id} has no page: vizora-ops approve p${id}`);
      return { ...found, ...ledger.approvalCodes.make(found.proposal, clock.now()), link };
    },
    approveByCode: (id, code) =>
      followUp(
        ledger.transaction(() => {
          const found = findOpen(id, null);
          if (!found.taken) return found;
          if (ledger.approvalCodes.redeem(found.proposal, code, clock.now())) {
            return settle(found.proposal, 'approved', 'one-time code');
          }
          log.warn({ proposal: `p${id}` }, 'a wrong code was given');
          return no('wrong_code', 'this is not the code, or it is no longer valid');
        }),
      ),
  };
}

const no = (why: Extract<Answered, { taken: false }>['why'], detail: string): Answered => ({
  taken: false,
  why,
  detail,
});
