/**
 * How a remediation ended. `fixed`: the fault is verified gone. `not_fixed`: the act reported success, the
 * fault is still there. `failed`: the act reported trouble, and the fault is still there. `skipped`: nothing
 * was done, since the target had changed after the evidence. `refused`: a person or a gate called it off
 * between intent and act. `unknown`: what became of it could not be told; it counts as an attempt.
 */
export const OUTCOMES = ['fixed', 'not_fixed', 'failed', 'refused', 'skipped', 'unknown'] as const;
export type Outcome = (typeof OUTCOMES)[number];
