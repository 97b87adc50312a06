import type { Execution } from '../executions.ts';
import { type Invariant, sayDeed } from './invariant.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const boundsHold: Invariant = {
  number: 5,
  says: 'every bound is counted per target, and survives restarts',
  violations({ executions, faults, config }) {
    const { budget, actions } = config.remediator;
    return executions.flatMap((execution) => {
      const { remediation, first } = execution;
      const { action, target } = remediation;
      const policy = actions[action as 'restart_process'];
      const before = executions.filter((one) => one.first.at <= first.at);
      const lately = (ms: number, which: (one: Execution['remediation']) => boolean) =>
        before.filter((one) => one.first.at > first.at - ms && which(one.remediation)).length;
      const ofTarget = (one: Execution['remediation']) => one.target === target;
      const ofAction = (one: Execution['remediation']) => one.action === action;
      const bounds: [what: string, used: number, allowed: number][] = [
        ['on this target within an hour', lately(HOUR_MS, ofTarget), policy.target_per_hour],
        ['of this action within an hour', lately(HOUR_MS, ofAction), policy.per_hour],
        ['of this action within a day', lately(DAY_MS, ofAction), policy.per_day],
        ['in all within an hour', lately(HOUR_MS, () => true), budget.per_hour],
        ['in all within a day', lately(DAY_MS, () => true), budget.per_day],
        ['while the fault lasted', before.filter(sameFault).length, policy.attempts],
      ];
      const { commands_in_a_row: limit, command_pause: commandPause } = actions.reconnect_display;
      if (action === 'reconnect_display') {
        bounds.push([
          'in a row of commands',
          inARow(
            before.filter((one) => ofAction(one.remediation)),
            commandPause,
          ),
          limit,
        ]);
      }
      const tooMany = bounds
        .filter(([, used, allowed]) => used > allowed)
        .map(
          ([what, used, allowed]) => `${sayDeed(first)}: ${used} executions ${what}, ${allowed} are allowed`,
        );
      const last = before.filter((one) => one !== execution && ofTarget(one.remediation)).at(-1);
      const pause = first.at - (last?.remediation.finished_at ?? Number.NEGATIVE_INFINITY);
      return pause >= policy.cooldown
        ? tooMany
        : [...tooMany, `${sayDeed(first)}: ${pause} ms after the last attempt, ${policy.cooldown} are asked`];

      function sameFault(one: Execution): boolean {
        if (!ofTarget(one.remediation)) return false;
        return faults.some(
          (fault) => fault.target === target && fault.from <= one.first.at && first.at <= fault.to,
        );
      }
    });
  },
};

/** How many came last, each within the pause after the one before. */
function inARow(executions: readonly Execution[], pause: number): number {
  const times = executions.map(({ first }) => first.at).sort((one, other) => other - one);
  const gap = times.findIndex((at, n) => n > 0 && Number(times[n - 1]) - at >= pause);
  return gap === -1 ? times.length : gap;
}
