import { z } from 'zod';
import { vacuumOverdue } from '../../core/checks/vacuum-overdue.ts';
import { type Finding, unknown } from '../../core/verdict.ts';
import { type Check, defineAction, type Looking } from '../action.ts';
import { shown, sightOf, type Table, VacuumPlan, vacuumAll, vacuumedSince } from './vacuum-steps.ts';

/** Vacuums a table that is full of dead rows, never so that it locks anybody out, and while nothing stands against it. */
export const vacuumTables = defineAction({
  name: 'vacuum_tables',
  incidents: ['vacuum_overdue'],
  undo: null,
  inOrganisation: false,
  params: z.object({
    incident: z.string(),
    org: z.literal('platform'),
    target_kind: z.literal('table'),
    target_id: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,62}$/),
  }),
  plan: VacuumPlan,

  canonicalTarget: ({ target_id }) => `table/${target_id}`,

  async exists({ target_id }, { tables }) {
    if (!tables.configured.includes(target_id)) {
      return { found: false, saw: `vizora.tables does not name ${target_id}` };
    }
    const table = (await tables.read()).tables.find(({ name }) => name === target_id);
    return table?.exists
      ? { found: true, saw: 'in the schema public' }
      : { found: false, saw: 'not in the schema public' };
  },

  population: async (_params, { tables }) => tables.configured.length,

  async sight({ target_id }, look) {
    const seen = await look.tables.read();
    const table = seen.tables.find(({ name }) => name === target_id);
    const finding = judge(table, look, seen.at);
    const due = table === undefined ? [] : [table];
    return sightOf(finding, due, seen, look);
  },

  execute: (_params, plan, act, leave) => vacuumAll(plan, act, leave),

  watch({ target_id }, look, done) {
    return async (): Promise<Check> => {
      const seen = await look.tables.read();
      const table = seen.tables.find(({ name }) => name === target_id);
      const finding = judge(table, look, seen.at);
      return {
        finding: finding.verdict === 'good' && done !== undefined ? vacuumedSince(done, seen) : finding,
        steady: '',
        after: { tables: table === undefined ? [] : [shown(table)] },
      };
    };
  },
});

function judge(table: Table | undefined, { checks }: Looking, now: number): Finding {
  if (table === undefined || !table.exists) return unknown('not_readable', 'not in the schema public');
  return vacuumOverdue(table.statistics, checks.vacuum_overdue, now);
}
