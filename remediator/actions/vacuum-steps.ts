import { z } from 'zod';
import type { MaintainedTable } from '../../core/checks/maintenance-due.ts';
import { vacuumHindered } from '../../core/checks/vacuum-hindered.ts';
import { bad, type Finding, good, unknown } from '../../core/verdict.ts';
import type { Acting, Done, Execution, Json, Leave, Looking, Sighting } from '../action.ts';

/** What is vacuumed, one after the other, with the last vacuum of each as the evidence has it. */
export const VacuumPlan = z.object({
  tables: z.array(z.object({ name: z.string(), last_vacuum: z.number().nullable() })).min(1),
});
type VacuumPlan = z.infer<typeof VacuumPlan>;

type Seen = Awaited<ReturnType<Looking['tables']['read']>>;
export type Table = Seen['tables'][number];

/** A sight of the tables of which some are to be vacuumed, unless something stands against that. */
export function sightOf(
  finding: Finding,
  due: readonly Table[],
  seen: Seen,
  { policies }: Pick<Looking, 'policies'>,
): Sighting {
  const tables = due.map(({ name, statistics }) => ({ name, last_vacuum: statistics?.lastVacuumAt ?? null }));
  const before = { tables: due.map(shown) };
  const objection = finding.verdict === 'bad' ? hindrance(seen, policies) : null;
  return {
    finding,
    ...(objection !== null && { objection: { reason: 'database_busy', saw: objection } }),
    plan: tables.length === 0 ? null : { tables },
    evidence: {
      read_at: new Date(seen.at).toISOString(),
      activity: seen.activity,
      tables: seen.tables.map(shown),
    },
    before,
    restsOn: { tables },
  };
}

/** Looks before each table whether it is still to be vacuumed, and whether anything stands against it by now. */
export async function vacuumAll({ tables }: VacuumPlan, act: Acting, leave: Leave): Promise<Execution> {
  const troubles: string[] = [];
  let done = 0;
  for (const [index, { name, last_vacuum }] of tables.entries()) {
    const seen = await act.tables.read();
    const refusal = (await leave.refusal()) ?? hindrance(seen, act.policies);
    if (refusal !== null) {
      if (done === 0 && troubles.length === 0) return { kind: 'refused', detail: refusal };
      troubles.push(`${tables.length - index} were not begun: ${refusal}`);
      break;
    }
    const table = seen.tables.find((one) => one.name === name);
    if (table === undefined || !table.exists) troubles.push(`${name}: it is gone`);
    else if (!isNewer(table, last_vacuum)) {
      try {
        await act.tables.vacuum(name, leave.signal);
        done += 1;
      } catch (error) {
        troubles.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  if (troubles.length > 0) throw new Error(troubles.join('; '));
  return done > 0
    ? { kind: 'done' }
    : { kind: 'called_off', detail: 'it was vacuumed by somebody else after the evidence' };
}

/** Only a vacuum that is newer than the one before the act is its effect. */
export function vacuumedSince({ plan }: Done, seen: Seen): Finding {
  for (const { name, last_vacuum } of VacuumPlan.parse(plan).tables) {
    const table = seen.tables.find((one) => one.name === name);
    if (table === undefined || !table.exists) return unknown('not_readable', `${name} is gone`);
    if (table.statistics === null) return unknown('detail_unknown', `nothing is counted about ${name}`);
    if (!isNewer(table, last_vacuum))
      return bad(`the last vacuum of ${name} is still ${lastOf(table.statistics)}`);
  }
  return good;
}

export const shown = ({ name, exists, statistics }: Table): Json => ({
  name,
  exists,
  dead_rows: statistics?.deadRows ?? null,
  live_rows: statistics?.liveRows ?? null,
  last_vacuum: statistics === null ? null : lastOf(statistics),
});

function isNewer({ statistics }: Table, before: number | null): boolean {
  const last = statistics?.lastVacuumAt ?? null;
  return last !== null && (before === null || last > before);
}

function hindrance({ activity }: Seen, policies: Looking['policies']): string | null {
  const finding = vacuumHindered(activity, policies.vacuum_tables.long_transaction);
  return finding.verdict === 'good' ? null : (finding.detail ?? 'it cannot be told what goes on in it');
}

const lastOf = ({ lastVacuumAt }: MaintainedTable): string =>
  lastVacuumAt === null ? 'never' : new Date(lastVacuumAt).toISOString();
