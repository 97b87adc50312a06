import { MODES, type Mode } from '../../core/config/policies.ts';
import { type Gate, type GateContext, pass, refuse } from './gate.ts';

/** Does the policy let this action act, be it only when a person approves? */
export const modeGate: Gate = {
  name: 'mode',
  askedAgain: false,
  ask(context) {
    const mode = modeInForce(context);
    const ofIncident = modeForIncident(context);
    const saw =
      `remediator.mode is ${context.settings.mode}, this action's is ${context.policy.mode}` +
      (ofIncident === null ? '' : `, for ${context.question.incident} ${ofIncident}`);
    return mode === 'act' || mode === 'approve' ? pass(saw) : refuse(mode, saw);
  },
};

/** Of all settings the one that allows least. */
export function modeInForce(context: Pick<GateContext, 'settings' | 'policy' | 'question'>): Mode {
  const mode = stricter(context.settings.mode, context.policy.mode);
  return stricter(mode, modeForIncident(context) ?? mode);
}

/** What the policy says of this incident alone; null where it says nothing. */
function modeForIncident({ policy, question }: Pick<GateContext, 'policy' | 'question'>): Mode | null {
  const modes: Readonly<Record<string, Mode>> = policy.modes ?? {};
  return Object.hasOwn(modes, question.incident) ? (modes[question.incident] ?? null) : null;
}

/** The modes are ordered from the least to the most that is allowed. */
export const stricter = (one: Mode, other: Mode): Mode =>
  MODES[Math.min(MODES.indexOf(one), MODES.indexOf(other))] ?? 'off';
