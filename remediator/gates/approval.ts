import { planHash } from '../approval/plan-hash.ts';
import { type Gate, pass, refuse } from './gate.ts';
import { modeInForce } from './mode.ts';

/**
 * Where the policy asks a person first: was this very plan approved, and is that still in force? Asked last, so that
 * nobody is asked for what another gate refuses.
 */
export const approvalGate: Gate = {
  name: 'approval',
  askedAgain: true,
  async ask(context) {
    if (modeInForce(context) !== 'approve') return pass('the policy asks nobody first');
    const { question, policy, ledger, now } = context;
    const hash = planHash(context, await context.sight());
    if (hash === null) return refuse('evidence_unknown', 'there is nothing that could be done');
    const no = ledger.proposals.rejectedSince(question, hash, now() - policy.respect_undo_for);
    if (no !== null) return refuse('rejected_by_person', `p${no.id} was rejected by ${no.answered_by}`);
    const asked = ledger.proposals.newestOf(question);
    if (asked?.state !== 'approved') return refuse('awaiting_approval', 'nobody has approved it');
    const name = `p${asked.id}`;
    if (asked.hash !== hash) return refuse('awaiting_approval', `${name} was approved for another plan`);
    if (now() >= asked.expires_at) return refuse('awaiting_approval', `the time of ${name} is over`);
    return pass(`${name} was approved by ${asked.answered_by}`);
  },
};
