import { type Gate, pass, refuse } from './gate.ts';

/**
 * Was what we did put back since, by our own undo or otherwise? What the machine can take back, the platform does not put
 * back by itself: it was a person, who wants it so.
 */
export const undoneGate: Gate = {
  name: 'undone',
  askedAgain: true,
  ask({ repair, policy, ledger, now }) {
    if (repair.undo === null) return pass('nothing that could be taken back');
    const since = now() - policy.respect_undo_for;
    const taken = ledger.undoings.takenBack(repair.target, since);
    if (taken !== null) return refuse('undone_by_person', `somebody took back what r${taken} did`);
    const fixed = ledger.remediations
      .executions({ since, target: repair.target })
      .findLast(({ outcome }) => outcome === 'fixed');
    if (fixed === undefined) return pass('it was not repaired lately');
    return refuse('undone_by_person', `r${fixed.id} repaired it, and somebody has put it back`);
  },
};
