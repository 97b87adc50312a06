import { type Gate, pass, refuse } from './gate.ts';

/**
 * Was what we did put back since? Whoever took it back through us said so, whatever we thought had become of the act.
 * What the machine can take back, the platform does not put back by itself: that was a person, too, who wants it so.
 */
export const undoneGate: Gate = {
  name: 'undone',
  askedAgain: true,
  ask({ repair, policy, ledger, now, sighted }) {
    if (repair.undo === null) return pass('nothing that could be taken back');
    const since = now() - policy.respect_undo_for;
    // What else the plan changes is known once the target was looked at, and so when this is asked again.
    for (const target of [repair.target, ...(sighted()?.reaches ?? [])]) {
      const wish = ledger.undoings.newestOf(target, since);
      if (wish === null) continue;
      const what = target === repair.target ? '' : `, which changed ${target}`;
      return refuse('undone_by_person', `${wish.by} took back r${wish.remediationId}${what}`);
    }
    const fixed = ledger.remediations
      .executions({ since, target: repair.target })
      .findLast(({ outcome }) => outcome === 'fixed');
    if (fixed === undefined) return pass('it was not repaired lately');
    return refuse('undone_by_person', `r${fixed.id} repaired it, and somebody has put it back`);
  },
};
