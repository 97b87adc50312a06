import type { Broken } from '../fault.ts';
import type { Sight } from '../witness.ts';

/** The judgement of a repair that is exactly one start of one app, and no other change at all. */
export function oneStartOf(app: string, before: Sight): Pick<Broken, 'acted' | 'excess'> {
  const startsSince = (sight: Sight) => sight.starts.slice(before.starts.length);
  return {
    acted: (sight) => startsSince(sight).find((start) => start.app === app)?.seenAt ?? null,
    excess(sight) {
      const starts = startsSince(sight);
      const ofApp = starts.filter((start) => start.app === app);
      const others = starts.filter((start) => start.app !== app);
      return [
        ...(ofApp.length > 1 ? [`${app} was started ${ofApp.length} times`] : []),
        ...others.map((start) => `${start.app} was started`),
        ...sight.writes.slice(before.writes.length).map((write) => `${write.method} ${write.path}`),
      ];
    },
  };
}
