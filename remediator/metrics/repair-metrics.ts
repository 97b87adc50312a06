import { Counter, Histogram, type Registry } from 'prom-client';
import { ACTION_NAMES } from '../action.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { repairTimeOf } from './phases.ts';

export interface RepairMetrics {
  repaired(action: string, ms: number): void;
  undone(action: string): void;
}

/** The objective of the time to repair reads one of these. */
const BUCKETS = [60, 300, 900, 1_800, 3_600];

/** What repairs were worth: how soon those that helped did, and which a person took back; going on from the ledger. */
export function addRepairMetrics(
  registry: Registry,
  { remediations, undoings }: Pick<Ledger, 'remediations' | 'undoings'>,
  known: (action: string) => string,
): RepairMetrics {
  const registers = [registry];
  const durations = new Histogram({
    name: 'vizora_remediation_repair_duration_seconds',
    help: 'How long repairs that helped took, from when the alert reached us until it was verified.',
    labelNames: ['action'],
    buckets: BUCKETS,
    registers,
  });
  const takenBack = new Counter({
    name: 'vizora_remediations_undone_total',
    help: 'Remediations that a person took back.',
    labelNames: ['action'],
    registers,
  });
  for (const action of ACTION_NAMES) {
    durations.zero({ action });
    takenBack.inc({ action }, 0);
  }
  const repaired = (action: string, ms: number) => durations.observe({ action: known(action) }, ms / 1_000);
  for (const { action, outcome, ...times } of remediations.times()) {
    const ms = outcome === 'fixed' ? repairTimeOf(times) : null;
    if (ms !== null) repaired(action, ms);
  }
  for (const { action, n } of undoings.totals()) takenBack.inc({ action: known(action) }, n);
  return { repaired, undone: (action) => takenBack.inc({ action: known(action) }) };
}
