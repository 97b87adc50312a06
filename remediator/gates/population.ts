import { type Gate, pass, refuse } from './gate.ts';

const HOUR_MS = 3_600_000;

/** Would this touch more of the population within an hour than the policy allows? */
export const populationGate: Gate = {
  name: 'population',
  askedAgain: true,
  async ask({ repair, question, policy, ledger, population, now }) {
    const total = await population();
    if (total === null) return refuse('population_unknown', 'how many there are could not be read');
    if (total === 0) return refuse('population_unknown', 'the target is there, and yet there would be none');
    const past = ledger.remediations.executions({ since: now() - HOUR_MS, action: repair.action });
    const touched = new Set(past.filter(({ org }) => org === question.org).map(({ target }) => target));
    touched.add(repair.target);
    const limit = Math.max(policy.min_count, Math.floor(policy.max_share * total));
    const saw = `${touched.size} of ${total} with this one, ${limit} allowed within an hour`;
    return touched.size <= limit ? pass(saw) : refuse('blast_radius', saw);
  },
};
