import { sayWhen } from '../say-when.ts';
import { subjectOf } from '../subject.ts';
import type { Invariant } from './invariant.ts';

/** A fault that comes and goes between two looks is not seen; at displays they are a minute apart. */
const BETWEEN_LOOKS_MS = 5_000;
const AT_DISPLAYS_MS = 60_000;

export const fixedMeansVerified: Invariant = {
  number: 4,
  says: 'fixed means verified, independently of what the act answered',
  violations({ stored, faults, config, deeds }) {
    return stored.remediations.flatMap(({ id, action, params, plan, outcome, finished_at: at }) => {
      if (outcome !== 'fixed' || at === null) return [];
      if (action === 'maintain_tables') {
        const done = deeds.filter(({ verb, manner, at: from }) => {
          return verb === 'vacuum' && manner.works && from + manner.after <= at;
        });
        const tables = plan['tables'] as { name: string }[];
        return tables
          .filter(({ name }) => !done.some(({ on }) => on === name))
          .map(({ name }) => `r${id} is fixed since ${sayWhen(at)}, and ${name} was not vacuumed`);
      }
      const betweenLooks = action.endsWith('_display') ? AT_DISPLAYS_MS : BETWEEN_LOOKS_MS;
      const stable = config.remediator.actions[action as 'restart_process'].stable_for;
      const asked = JSON.stringify([params['incident'], params['target_kind'], params['target_id']]);
      const bad = faults.find(({ about, from, to }) => {
        const { labels } = subjectOf(about);
        const { incident, target_kind, target_id } = labels;
        if (JSON.stringify([incident, target_kind, target_id]) !== asked) return false;
        const atTheEnd = from < at && at < to;
        return atTheEnd || Math.min(to, at) - Math.max(from, at - stable) > betweenLooks;
      });
      return bad === undefined
        ? []
        : [`r${id} is fixed since ${sayWhen(at)}, and ${bad.about} was broken then`];
    });
  },
};
