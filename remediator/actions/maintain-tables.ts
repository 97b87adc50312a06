import { z } from 'zod';
import { maintenanceDue } from '../../core/checks/maintenance-due.ts';
import { bad, type Finding, good, unknown } from '../../core/verdict.ts';
import { type Check, defineAction, type Looking } from '../action.ts';
import { shown, sightOf, VacuumPlan, vacuumAll, vacuumedSince } from './vacuum-steps.ts';

type Seen = Awaited<ReturnType<Looking['tables']['read']>>;

/** Vacuums and analyses, at night, each configured table of which nobody has done that lately. */
export const maintainTables = defineAction({
  name: 'maintain_tables',
  // No alert asks for it: the night does.
  incidents: [],
  undo: null,
  inOrganisation: false,
  params: z.object({
    incident: z.literal('nightly_maintenance'),
    org: z.literal('platform'),
    target_kind: z.literal('table'),
    target_id: z.literal('all'),
  }),
  plan: VacuumPlan,

  canonicalTarget: () => 'table/all',

  async exists(_params, { tables }) {
    const there = (await tables.read()).tables.filter(({ exists }) => exists).length;
    return { found: there > 0, saw: `${there} of ${tables.configured.length} configured tables are there` };
  },

  population: async (_params, { tables }) => tables.configured.length,

  async sight(_params, look) {
    const seen = await look.tables.read();
    const due = dueIn(seen, look);
    return sightOf(judge(due, seen), due, seen, look);
  },

  execute: (_params, plan, act, leave) => vacuumAll(plan, act, leave),

  watch(_params, look, done) {
    return async (): Promise<Check> => {
      const seen = await look.tables.read();
      return {
        finding: done === undefined ? judge(dueIn(seen, look), seen) : vacuumedSince(done, seen),
        steady: '',
        after: { tables: seen.tables.map(shown) },
      };
    };
  },
});

/** What is missing, or not counted, is told by incidents of its own, and holds nobody up. */
const dueIn = ({ tables, at }: Seen, { policies }: Looking) =>
  tables.filter(
    ({ exists, statistics }) =>
      exists && maintenanceDue(statistics, policies.maintain_tables.unless_within, at).verdict === 'bad',
  );

function judge(due: Seen['tables'], { tables }: Seen): Finding {
  if (due.length > 0) return bad(`${due.map(({ name }) => name).join(', ')}: to be vacuumed and analysed`);
  const there = tables.filter(({ exists, statistics }) => exists && statistics !== null).length;
  if (there === 0) return unknown('detail_unknown', 'the database counts nothing about any of them');
  return { ...good, detail: `nothing is to be done: all ${there} tables were vacuumed and analysed lately` };
}
