import type { Deed } from './situation.ts';
import type { Stored, StoredRemediation } from './stored.ts';

/** What was done on the strength of one intent, in order. */
export interface Execution {
  readonly remediation: StoredRemediation;
  readonly first: Deed;
  readonly deeds: readonly Deed[];
}

/** An act that nothing permitted. */
export interface Stray {
  readonly deed: Deed;
  /** Whether there was an intent, which had been used up. */
  readonly repeated: boolean;
}

interface Permission {
  readonly step: string;
  readonly from: number;
  readonly to: number;
  /** Null where a person asked for it. */
  readonly remediation: StoredRemediation | null;
}

/** Finds for each act what permits it: each step of an intent permits one act, while it is in progress. */
export function executionsOf(
  deeds: readonly Deed[],
  stored: Pick<Stored, 'remediations' | 'journal'>,
): { readonly executions: Execution[]; readonly strays: Stray[] } {
  const permissions = [...stored.remediations.flatMap(intentPermits), ...undoingsPermit(stored)];
  const used = new Map<Permission, Deed>();
  const strays: Stray[] = [];
  for (const deed of deeds) {
    const fitting = permissions.filter((one) => one.step === stepOf(deed) && covers(one, deed.at));
    const unused = fitting.find((one) => !used.has(one));
    if (unused === undefined) strays.push({ deed, repeated: fitting.length > 0 });
    else used.set(unused, deed);
  }
  const executions = stored.remediations.flatMap((remediation) => {
    const own = [...used].filter(([one]) => one.remediation === remediation).map(([, deed]) => deed);
    const [first] = own.sort((one, other) => one.at - other.at);
    return first === undefined ? [] : [{ remediation, first, deeds: own }];
  });
  return { executions, strays };
}

const covers = ({ from, to }: Permission, at: number): boolean => from <= at && at <= to;

const stepOf = ({ verb, on, value }: Pick<Deed, 'verb' | 'on' | 'value'>): string =>
  JSON.stringify([verb, on, value]);

function intentPermits(remediation: StoredRemediation): Permission[] {
  const { intent_at, executed_at, finished_at } = remediation;
  const to = executed_at ?? finished_at ?? Number.POSITIVE_INFINITY;
  return stepsOf(remediation).map((step) => ({ step, from: intent_at, to, remediation }));
}

function stepsOf({ action, target, plan }: StoredRemediation): string[] {
  if ('steps' in plan) {
    const steps = plan['steps'] as { verb: string; pm_id: number }[];
    return steps.map(({ verb, pm_id }) => stepOf({ verb, on: pm_id, value: null }));
  }
  if ('tables' in plan) {
    const tables = plan['tables'] as { name: string }[];
    return tables.map(({ name }) => stepOf({ verb: 'vacuum', on: name, value: null }));
  }
  if ('files' in plan) {
    const files = plan['files'] as { path: string; keep_bytes: number }[];
    return files.map(({ path, keep_bytes }) => stepOf({ verb: 'trim', on: path, value: keep_bytes }));
  }
  if ('contents' in plan) {
    const contents = plan['contents'] as { id: string }[];
    return contents.map(({ id }) => stepOf({ verb: 'archiveContent', on: id, value: 'archived' }));
  }
  const on = idOf(target);
  if (action === 'archive_content') return [stepOf({ verb: 'archiveContent', on, value: 'archived' })];
  if (action === 'reconnect_display') return [stepOf({ verb: 'reloadDisplay', on, value: null })];
  if (action === 'reset_display') return [stepOf({ verb: 'setDisplayStatus', on, value: 'offline' })];
  return [stepOf({ verb: 'setScheduleActive', on, value: false })];
}

function undoingsPermit({ remediations, journal }: Pick<Stored, 'remediations' | 'journal'>): Permission[] {
  return journal.flatMap(({ at, kind, record }) => {
    const about = remediations.find(({ id }) => id === record['remediation_id']);
    if (kind !== 'undo_intended' || about === undefined) return [];
    return undoingSteps(about).map((step) => ({
      step,
      from: at,
      to: Number.POSITIVE_INFINITY,
      remediation: null,
    }));
  });
}

function undoingSteps({ action, target, plan }: StoredRemediation): string[] {
  const contents = (plan['contents'] ?? [{ id: idOf(target) }]) as { id: string }[];
  return action === 'deactivate_schedule'
    ? [stepOf({ verb: 'setScheduleActive', on: idOf(target), value: true })]
    : contents.map(({ id }) => stepOf({ verb: 'restoreContent', on: id, value: 'active' }));
}

/** The id within a canonical target. */
const idOf = (target: string): string => target.slice(target.indexOf('/') + 1);
