import type { Clock } from '../../../core/clock.ts';
import type { Control } from '../control.ts';
import type { Fault } from '../fault.ts';
import { alertsOf } from './alerts-of.ts';

/** A schedule is active past its end: one write switches it off. */
export function schedulePastEnd(org: string, control: Control, clock: Clock): Fault {
  return {
    name: `a schedule of ${org} is active past its end`,
    async break(look) {
      const before = await look();
      const [model] = await control.rows('Schedule', org);
      if (model === undefined) throw new Error(`${org} has no schedule to take as a model`);
      const { organizationId, playlistId, displayId, displayGroupId } = model;
      const row = await control.insert('Schedule', {
        name: 'Summer sale',
        organizationId,
        playlistId,
        displayId,
        displayGroupId,
        isActive: true,
        startDate: new Date(clock.now() - 30 * 86_400_000).toISOString(),
        endDate: new Date(clock.now() - 86_400_000).toISOString(),
      });
      const id = String(row['id']);
      const path = `/api/v1/schedules/${id}`;
      return {
        ...alertsOf('SchedulePastEnd', id),
        acted(sight) {
          const write = sight.writes.slice(before.writes.length).find((w) => w.path === path);
          return write === undefined ? null : write.at;
        },
        good: async () => (await control.row('Schedule', id))['isActive'] === false,
        stableFor: 0,
        excess(sight) {
          const writes = sight.writes.slice(before.writes.length);
          const expected = writes.filter((write) => write.method === 'PATCH' && write.path === path);
          const others = writes.filter((write) => !expected.includes(write));
          return [
            ...(expected.length > 1 ? [`${path} was written ${expected.length} times`] : []),
            ...others.map((write) => `${write.method} ${write.path}`),
            ...sight.starts.slice(before.starts.length).map((start) => `${start.app} was started`),
          ];
        },
        async heal() {
          await control.remove('Schedule', id);
        },
      };
    },
  };
}
