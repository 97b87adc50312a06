import { MODES, type Mode } from '../../core/config/schema.ts';
import { type Gate, pass, refuse } from './gate.ts';

/** Does the policy let this action act? Of the two settings, the one that allows less is in force. */
export const modeGate: Gate = {
  name: 'mode',
  askedAgain: false,
  ask({ settings, policy }) {
    const mode = stricter(settings.mode, policy.mode);
    const saw = `remediator.mode is ${settings.mode}, this action's is ${policy.mode}`;
    return mode === 'act' ? pass(saw) : refuse(mode, saw);
  },
};

/** The modes are ordered from the least to the most that is allowed. */
export const stricter = (one: Mode, other: Mode): Mode =>
  MODES[Math.min(MODES.indexOf(one), MODES.indexOf(other))] ?? 'off';
