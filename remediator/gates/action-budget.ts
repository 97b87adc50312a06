import { type Gate, pass, refuse } from './gate.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How often has this action run on all targets, within an hour and within a day? */
export const actionBudgetGate: Gate = {
  name: 'action_budget',
  askedAgain: true,
  ask({ repair, policy, ledger, now }) {
    const { action } = repair;
    const used = (ms: number) => ledger.remediations.executions({ since: now() - ms, action }).length;
    const [hour, day] = [used(HOUR_MS), used(DAY_MS)];
    const saw = `${hour} of ${policy.per_hour} within an hour, ${day} of ${policy.per_day} within a day`;
    return hour < policy.per_hour && day < policy.per_day ? pass(saw) : refuse('action_budget', saw);
  },
};
