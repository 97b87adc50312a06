import type { Remediation } from '../ledger/remediations.ts';

/** The parts of a repair, each named for what it leads to: told by alert, decided, acted, verified. */
export const PHASES = ['alert', 'decide', 'act', 'verify'] as const;
export type Phase = (typeof PHASES)[number];

/** When the parts of a repair began and ended. */
export type Times = Pick<
  Remediation,
  'detected_at' | 'alerted_at' | 'decided_at' | 'intent_at' | 'executed_at' | 'finished_at'
>;

/**
 * How long each part of a repair took, in ms; null for what has not happened, or what nobody noted. The first one is of
 * the first attempt only: a further one follows the one before, and no alert.
 */
export function phasesOf(times: Times): Readonly<Record<Phase, number | null>> {
  const { detected_at, alerted_at, decided_at, intent_at, executed_at, finished_at } = times;
  return {
    alert: between(detected_at, alerted_at),
    decide: between(alerted_at ?? decided_at, intent_at),
    act: between(intent_at, executed_at),
    verify: between(executed_at, finished_at),
  };
}

/** How long a repair took from when its alert reached us, or a further attempt was decided on, until it had ended; in ms. */
export const repairTimeOf = ({ alerted_at, decided_at, finished_at }: Times): number | null =>
  between(alerted_at ?? decided_at, finished_at);

/** The clocks of others may be ahead of ours. */
const between = (from: number | null, to: number | null): number | null =>
  from === null || to === null ? null : Math.max(0, to - from);
