import { measureMassFailure } from '../mass-failure.ts';
import { type Gate, pass, refuse } from './gate.ts';

/** Are so many broken at once that it is one matter for people, and none for the machine? */
export const massFailureGate: Gate = {
  name: 'mass_failure',
  askedAgain: true,
  async ask(context) {
    const { action, question, repair } = context;
    const measured = await measureMassFailure(action, question, repair.target, context);
    if (!measured.known) return refuse('population_unknown', measured.saw);
    return measured.mass ? refuse('mass_failure', measured.saw) : pass(measured.saw);
  },
};
