import { subjectOf } from '../subject.ts';
import { type Invariant, sayDeed } from './invariant.ts';

const HOUR_MS = 3_600_000;
/** As many as the simulated platform has. */
const POPULATION: Readonly<Record<string, number>> = {
  deactivate_schedule: 10,
  reconnect_display: 20,
  reset_display: 20,
};

export const blastRadius: Invariant = {
  number: 6,
  says: 'the blast radius is capped, and a mass failure stops the machine',
  violations({ executions, config }) {
    const { mass_failure: mass, actions } = config.remediator;
    return executions.flatMap(({ remediation, first }) => {
      const { action, target } = remediation;
      const isRestart = action === 'restart_process';
      const broken = new Set([target]);
      for (const { about } of first.situation.firing) {
        const subject = subjectOf(about);
        if (subject.target !== null && subject.labels['remediation'] === action) broken.add(subject.target);
      }
      const population = POPULATION[action] ?? 0;
      const tooMany = isRestart
        ? broken.size >= mass.services
        : broken.size > Math.max(mass.more_than, Math.floor(mass.share * population));
      const found = tooMany ? [`${sayDeed(first)}: ${broken.size} were broken, a mass failure`] : [];
      if (action !== 'deactivate_schedule') return found;
      const touched = new Set(
        executions
          .filter((one) => one.remediation.action === action)
          .filter(({ first: { at } }) => at <= first.at && at > first.at - HOUR_MS)
          .map((one) => one.remediation.target),
      );
      const { max_share, min_count } = actions[action as 'deactivate_schedule'];
      const allowed = Math.max(min_count, Math.floor(max_share * population));
      return touched.size <= allowed
        ? found
        : [...found, `${sayDeed(first)}: ${touched.size} targets within an hour, ${allowed} are allowed`];
    });
  },
};
