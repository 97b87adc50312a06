import { type Gate, pass, refuse } from './gate.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How often have all actions together run, within an hour and within a day? */
export const totalBudgetGate: Gate = {
  name: 'total_budget',
  askedAgain: true,
  ask({ settings: { budget }, ledger, now }) {
    const used = (ms: number) => ledger.remediations.executions({ since: now() - ms }).length;
    const [hour, day] = [used(HOUR_MS), used(DAY_MS)];
    const saw = `${hour} of ${budget.per_hour} within an hour, ${day} of ${budget.per_day} within a day`;
    return hour < budget.per_hour && day < budget.per_day ? pass(saw) : refuse('total_budget', saw);
  },
};
