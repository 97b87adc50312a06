import { type Gate, pass, refuse } from './gate.ts';
import { modeInForce } from './mode.ts';

const LOOK_AGAIN_MS = 60_000;

/** Is there an account with which this organisation can be looked at and repaired? */
export const accountGate: Gate = {
  name: 'account',
  askedAgain: false,
  async ask(context) {
    const { repair, question, accounts } = context;
    if (!repair.inOrganisation) return pass('this action needs no account');
    const { usable, saw } = await accounts.standing(question.org, modeInForce(context) !== 'observe');
    if (usable === 'yes') return pass(saw);
    return usable === 'no' ? refuse('no_account', saw) : refuse('account_not_ready', saw, LOOK_AGAIN_MS);
  },
};
