import { type Gate, pass, refuse } from './gate.ts';

const HOUR_MS = 3_600_000;

/** How often has this very target been repaired within an hour, whatever the episode? */
export const targetBudgetGate: Gate = {
  name: 'target_budget',
  askedAgain: true,
  ask({ repair, policy, ledger, now }) {
    const since = now() - HOUR_MS;
    const used = ledger.remediations.executions({ since, target: repair.target }).length;
    const saw = `${used} of ${policy.target_per_hour} within an hour`;
    return used < policy.target_per_hour ? pass(saw) : refuse('target_budget', saw);
  },
};
