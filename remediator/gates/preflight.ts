import type { CommandEnd } from '../../core/run-command.ts';
import { type Gate, pass, refuse } from './gate.ts';

/**
 * Does the operator's own program agree, where there is one? Asked when the fault is seen to be there, so that a
 * program that says no is told to people for a reason.
 */
export const preflightGate: Gate = {
  name: 'preflight',
  askedAgain: false,
  async ask({ policy: { preflight, preflight_within: within = 0 }, runPreflight }) {
    if (preflight === undefined) return pass('no preflight command is configured');
    const end = await runPreflight(preflight, within);
    const saw = `${preflight[0]} ${said(end, within)}`;
    return end.how === 'exited' && end.code === 0 ? pass(saw) : refuse('preflight_failed', saw);
  },
};

function said(end: CommandEnd, within: number): string {
  const words = end.said === '' ? '' : `: ${end.said}`;
  switch (end.how) {
    case 'exited':
      return `ended with code ${end.code}${words}`;
    case 'killed':
      return `was ended by ${end.signal}${words}`;
    case 'too_late':
      return `did not end within ${within / 1_000} s${words}`;
    case 'not_started':
      return `cannot be run${words}`;
  }
}
