import { type Gate, pass, refuse } from './gate.ts';

/** Is there an account with which this organisation can be looked at and repaired? */
export const accountGate: Gate = {
  name: 'account',
  askedAgain: false,
  async ask({ repair, question, accounts }) {
    if (!repair.inOrganisation) return pass('this action needs no account');
    const { usable, saw } = await accounts.standing(question.org);
    return usable ? pass(saw) : refuse('no_account', saw);
  },
};
