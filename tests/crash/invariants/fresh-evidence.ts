import { type Invariant, sayDeed } from './invariant.ts';

/** Evidence holds for 30 s, and looking takes a few more. */
const HOLDS_FOR_MS = 40_000;

export const freshEvidence: Invariant = {
  number: 3,
  says: 'acts only on fresh first-hand evidence',
  violations({ executions, faults, config }) {
    const { unless_within: unless } = config.remediator.actions.maintain_tables;
    return executions.flatMap(({ remediation, deeds, first }) => {
      if (remediation.action === 'maintain_tables') {
        return deeds
          .filter(({ at, seen }) => at - Number(seen['last_vacuum']) < unless)
          .map((deed) => `${sayDeed(deed)}: that had been done lately`);
      }
      const own = faults.filter(({ target }) => target === remediation.target);
      const seen = own.some(({ from, to }) => from <= first.at && to > first.at - HOLDS_FOR_MS);
      return seen ? [] : [`${sayDeed(first)}: ${remediation.target} was not broken`];
    });
  },
};
