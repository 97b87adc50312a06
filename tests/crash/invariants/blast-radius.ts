import { subjectOf } from '../subject.ts';
import { type Invariant, sayDeed } from './invariant.ts';

const HOUR_MS = 3_600_000;
/** As many as the simulated platform has. */
const POPULATION: Readonly<Record<string, number>> = {
  deactivate_schedule: 10,
  archive_content: 30,
  reconnect_display: 20,
  reset_display: 20,
};

/** They share the processes, of which there are few. */
const OF_PROCESSES = ['restart_process', 'reload_process'];

export const blastRadius: Invariant = {
  number: 6,
  says: 'the blast radius is capped, and a mass failure stops the machine',
  violations({ executions, config }) {
    const { mass_failure: mass, actions } = config.remediator;
    return executions.flatMap(({ remediation, first }) => {
      const { action, target, params } = remediation;
      const isOfProcess = OF_PROCESSES.includes(action);
      const broken = new Set([target]);
      for (const { about } of first.situation.firing) {
        const { labels, target: other } = subjectOf(about);
        if (other === null) continue;
        const isAlike = isOfProcess
          ? other.startsWith('process/')
          : labels['remediation'] === action && labels['incident'] === params['incident'];
        if (isAlike) broken.add(other);
      }
      const population = POPULATION[action] ?? 0;
      const tooMany = isOfProcess
        ? broken.size >= mass.services
        : broken.size > Math.max(mass.more_than, Math.floor(mass.share * population));
      const found = tooMany ? [`${sayDeed(first)}: ${broken.size} were broken, a mass failure`] : [];
      const policy = actions[action as 'deactivate_schedule'];
      if (population === 0) return found;
      const touched = new Set(
        executions
          .filter((one) => one.remediation.action === action)
          .filter(({ first: { at } }) => at <= first.at && at > first.at - HOUR_MS)
          .map((one) => one.remediation.target),
      );
      const allowed = Math.max(policy.min_count, Math.floor(policy.max_share * population));
      return touched.size <= allowed
        ? found
        : [...found, `${sayDeed(first)}: ${touched.size} targets within an hour, ${allowed} are allowed`];
    });
  },
};
