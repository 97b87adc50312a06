import type { Remediation } from '../ledger/remediations.ts';
import { type Gate, pass, refuse } from './gate.ts';

const HOUR_MS = 3_600_000;

/**
 * Would the platform take one more command of this organisation? It counts commands in a window that each one begins
 * anew, so that after some in a row only a pause helps.
 */
export const commandPauseGate: Gate = {
  name: 'command_pause',
  askedAgain: true,
  ask({ repair, question, policy, ledger, now }) {
    const { commands_in_a_row: limit, command_pause: pause } = policy;
    if (limit === undefined || pause === undefined) return pass('this action sends no commands');
    const at = now();
    const past = ledger.remediations.executions({ since: at - HOUR_MS, action: repair.action });
    const sent = past.filter(({ org }) => org === question.org).map((one) => whenSent(one, at));
    const inARow = countInARow(sent, at, pause);
    const saw = `${inARow} of ${limit} commands in a row`;
    if (inARow < limit) return pass(saw);
    const newest = Math.max(...sent.map(({ latest }) => latest));
    return refuse('command_pause', saw, pause - (at - newest));
  },
};

/** When a command may have been sent, at the earliest and at the latest. */
interface Sent {
  readonly earliest: number;
  readonly latest: number;
}

function whenSent({ intent_at, executed_at, finished_at }: Remediation, now: number): Sent {
  return { earliest: intent_at, latest: executed_at ?? finished_at ?? now };
}

/** How many were sent, each within the pause before the next one, up to now. */
function countInARow(sent: readonly Sent[], now: number, pause: number): number {
  let next = now;
  let count = 0;
  for (const { earliest, latest } of sent.toSorted((one, other) => other.latest - one.latest)) {
    if (next - latest >= pause) break;
    count += 1;
    next = Math.min(next, earliest);
  }
  return count;
}
