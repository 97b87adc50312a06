import type { Remediation } from './ledger/remediations.ts';

/** The processes that a plan restarts, by their ids in PM2: one with each of its steps. */
export function restartedProcesses({ plan }: Pick<Remediation, 'plan'>): number[] {
  const steps: unknown = plan['steps'];
  if (!Array.isArray(steps)) return [];
  return steps.flatMap((step: { readonly pm_id?: unknown } | null) =>
    typeof step?.pm_id === 'number' ? [step.pm_id] : [],
  );
}
