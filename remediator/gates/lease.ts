import { type Gate, pass, refuse } from './gate.ts';

/** Is nothing else at work on this target? */
export const leaseGate: Gate = {
  name: 'lease',
  askedAgain: false,
  ask({ repair, ledger, takeLease }) {
    if (takeLease()) return pass('the lease on the target is taken');
    const holder = ledger.leases.holder(repair.target);
    const by = holder?.remediationId ?? null;
    return refuse(
      'in_progress',
      by === null ? 'another decision, or an undo, holds it' : `remediation r${by} holds it`,
    );
  },
};
