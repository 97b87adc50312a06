import { Histogram, type Registry } from 'prom-client';
import { ACTION_NAMES } from '../action.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { PHASES, type Phase, phasesOf } from './phases.ts';

/** Notes how long the parts of a repair took; what has not happened is not noted. */
export type NotePhases = (action: string, phases: Readonly<Record<Phase, number | null>>) => void;

const BUCKETS = [1, 5, 15, 60, 300, 1_800];

/** How long repairs take, part by part, beginning with those that the ledger holds. */
export function addPhaseMetrics(
  registry: Registry,
  { remediations }: Pick<Ledger, 'remediations'>,
  known: (action: string) => string,
): NotePhases {
  const durations = new Histogram({
    name: 'vizora_remediation_phase_duration_seconds',
    help: 'How long repairs took until the alert reached us, until it was decided, done, and verified.',
    labelNames: ['action', 'phase'],
    buckets: BUCKETS,
    registers: [registry],
  });
  for (const action of ACTION_NAMES) for (const phase of PHASES) durations.zero({ action, phase });
  const note: NotePhases = (action, phases) => {
    for (const phase of PHASES) {
      const ms = phases[phase];
      if (ms !== null) durations.observe({ action: known(action), phase }, ms / 1_000);
    }
  };
  for (const { action, ...times } of remediations.times()) note(action, phasesOf(times));
  return note;
}
