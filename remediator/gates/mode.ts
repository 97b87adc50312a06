import { MODES, type Mode } from '../../core/config/policies.ts';
import { type Gate, type GateContext, pass, refuse } from './gate.ts';

/** Does the policy let this action act, be it only when a person approves? */
export const modeGate: Gate = {
  name: 'mode',
  askedAgain: false,
  ask(context) {
    const mode = modeInForce(context);
    const saw = `remediator.mode is ${context.settings.mode}, this action's is ${context.policy.mode}`;
    return mode === 'act' || mode === 'approve' ? pass(saw) : refuse(mode, saw);
  },
};

/** Of the two settings the one that allows less. */
export const modeInForce = ({ settings, policy }: Pick<GateContext, 'settings' | 'policy'>): Mode =>
  stricter(settings.mode, policy.mode);

/** The modes are ordered from the least to the most that is allowed. */
export const stricter = (one: Mode, other: Mode): Mode =>
  MODES[Math.min(MODES.indexOf(one), MODES.indexOf(other))] ?? 'off';
