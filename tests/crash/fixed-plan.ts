import type { Event, Happening, Kill, Manner, Plan } from './plan.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DOWN_FOR_MS = 20 * SECOND;

const asAsked: Manner = { works: true, answers: 'ok', after: 0 };
const lie: Manner = { works: false, answers: 'ok', after: 0 };

const firing = (about: string): Happening => ({
  do: 'deliver',
  alerts: [{ about, status: 'firing' }],
  again: true,
});
const ask = (path: string, body = {}): Happening => ({ do: 'ask', path: `/api/v1/${path}`, body });

/** A person looks at a proposal, and answers about the plan that is shown. */
const answer = (id: number, verb: 'approve' | 'reject'): Happening => ({
  do: 'ask',
  path: `/api/v1/proposals/p${id}/${verb}`,
  body: {},
  hashFrom: `/api/v1/proposals/p${id}`,
});

const events: readonly Event[] = (
  [
    // What is old enough to be forgotten at the end.
    [SECOND / 2, { do: 'deliver', alerts: [{ about: 'service/web', status: 'resolved' }], again: true }],
    // A repair that helps, and whose episode is closed.
    [1 * SECOND, { do: 'hang', pmId: 2 }],
    [12 * SECOND, firing('service/realtime')],
    // One that a person approves, and takes back.
    [8 * MINUTE, { do: 'end_schedule', n: 3 }],
    [8 * MINUTE + 15 * SECOND, firing('schedule/3')],
    [9 * MINUTE, answer(1, 'approve')],
    [10 * MINUTE, ask('remediations/r2/undo')],
    [11 * MINUTE, { do: 'prolong_schedule', n: 3 }],
    // What people say.
    [12 * MINUTE, ask('stop', { reason: 'a look' })],
    [12 * MINUTE + 30 * SECOND, { do: 'signal' }],
    [13 * MINUTE, ask('resume')],
    [14 * MINUTE, ask('maintenance', { for: '30m', reason: 'a deployment' })],
    [15 * MINUTE, ask('maintenance/end')],
    // What is below and beside the platform.
    [15 * MINUTE + 10 * SECOND, { do: 'worsen', about: 'table/AuditLog' }],
    [15 * MINUTE + 25 * SECOND, firing('table/AuditLog')],
    [15 * MINUTE + 30 * SECOND, { do: 'worsen', about: 'log/vizora-web' }],
    [15 * MINUTE + 45 * SECOND, firing('log/vizora-web')],
    // One that does not help, of which people are told; they repair it themselves.
    [16 * MINUTE, { do: 'give_up', pmId: 3 }],
    [16 * MINUTE + 15 * SECOND, firing('process/vizora-web:3')],
    [30 * MINUTE, { do: 'recover', pmId: 3 }],
    // One that a person rejects, and one of which nobody says anything.
    [32 * MINUTE, { do: 'end_schedule', n: 4 }],
    [32 * MINUTE + 15 * SECOND, firing('schedule/4')],
    [33 * MINUTE, answer(2, 'reject')],
    [36 * MINUTE, { do: 'prolong_schedule', n: 4 }],
    [40 * MINUTE, { do: 'end_schedule', n: 5 }],
    [40 * MINUTE + 15 * SECOND, firing('schedule/5')],
    [46 * MINUTE, { do: 'prolong_schedule', n: 5 }],
  ] as const
).map(([at, happening]) => ({ at, happening }));

/** A run in which every kind of record is written, old ones are forgotten, and nothing is drawn. */
const fixed: Plan = {
  remediator: {
    reconcile_interval: '2m',
    episode_hold: '2m',
    actions: {
      restart_process: { attempts: 1 },
      deactivate_schedule: { mode: 'approve', approval_within: '3m', max_share: 1 },
      // What was cut off is tried again within the run.
      vacuum_tables: { cooldown: '1m', target_per_hour: 2 },
      trim_logs: { cooldown: '1m', target_per_hour: 2 },
    },
  },
  config: { retention: { deliveries: '1h', decisions: '1h' } },
  events,
  interruptions: [],
  manners: [asAsked, asAsked, asAsked, asAsked, asAsked, lie],
  kills: [],
  endsAt: 64 * MINUTE,
};

/** @param point the moment in which it is killed, counted from 1; null to live to the end */
export function fixedPlan(point: number | null): Plan {
  const kill = (nth: number): Kill => ({ moment: { words: [], nth }, downFor: DOWN_FOR_MS });
  return { ...fixed, kills: point === null ? [] : [kill(point)] };
}
