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
    // What an organisation shows, and keeps; of a storage people are told, since archiving frees nothing.
    [20 * MINUTE, { do: 'silence_display', n: 4 }],
    [20 * MINUTE + 15 * SECOND, firing('display/4')],
    [21 * MINUTE, { do: 'fail_display', n: 8 }],
    [21 * MINUTE + 15 * SECOND, firing('error/8')],
    [22 * MINUTE, { do: 'expire_content', n: 2 }],
    [22 * MINUTE + 15 * SECOND, firing('content/2')],
    [22 * MINUTE + 40 * SECOND, ask('remediations/r8/undo')],
    [22 * MINUTE + 50 * SECOND, { do: 'renew_content', n: 2 }],
    [23 * MINUTE, { do: 'worsen', about: 'storage/acme' }],
    [23 * MINUTE + 15 * SECOND, firing('storage/acme')],
    [29 * MINUTE, { do: 'ease', about: 'storage/acme' }],
    // What has been near its limit for a while.
    [24 * MINUTE, { do: 'grow_memory', pmId: 2 }],
    [29 * MINUTE, firing('memory/vizora-realtime:2')],
    // One that a person rejects, and one of which nobody says anything.
    [32 * MINUTE, { do: 'end_schedule', n: 4 }],
    [32 * MINUTE + 15 * SECOND, firing('schedule/4')],
    [33 * MINUTE, answer(2, 'reject')],
    [36 * MINUTE, { do: 'prolong_schedule', n: 4 }],
    [40 * MINUTE, { do: 'end_schedule', n: 5 }],
    [40 * MINUTE + 15 * SECOND, firing('schedule/5')],
    [46 * MINUTE, { do: 'prolong_schedule', n: 5 }],
    // What lost its display, and what no playlist holds: a person approves.
    [47 * MINUTE, { do: 'orphan_schedule', n: 6 }],
    [47 * MINUTE + 15 * SECOND, firing('lost/6')],
    [48 * MINUTE, answer(5, 'approve')],
    [48 * MINUTE + 10 * SECOND, { do: 'orphan_content', n: 7 }],
    [48 * MINUTE + 25 * SECOND, firing('orphan/7')],
    [53 * MINUTE, answer(6, 'approve')],
  ] as const
).map(([at, happening]) => ({ at, happening }));

/** A run in which every kind of record is written, old ones are forgotten, and nothing is drawn. */
const fixed: Plan = {
  remediator: {
    reconcile_interval: '2m',
    episode_hold: '2m',
    actions: {
      restart_process: { attempts: 1 },
      reload_process: { memory_within: '2m', cooldown: '1m', target_per_hour: 2 },
      deactivate_schedule: { mode: 'approve', approval_within: '3m', max_share: 1 },
      // What was cut off is tried again within the run.
      vacuum_tables: { cooldown: '1m', target_per_hour: 2 },
      trim_logs: { cooldown: '1m', target_per_hour: 2 },
      maintain_tables: { at: '12:54', within: '5m', unless_within: '20m' },
      archive_content: { cooldown: '1m' },
      archive_oldest_inactive: { mode: 'act' },
      reconnect_display: { cooldown: '1m' },
      reset_display: { cooldown: '1m', target_per_hour: 2, stable_for: '2m' },
    },
  },
  config: {
    retention: { deliveries: '1h', decisions: '1h' },
    exporter: { checks: { process_memory_high: { within: '2m' } } },
  },
  events,
  interruptions: [],
  manners: [asAsked, asAsked, asAsked, asAsked, asAsked, lie, ...Array<Manner>(18).fill(asAsked)],
  kills: [],
  endsAt: 64 * MINUTE,
};

/** @param point the moment in which it is killed, counted from 1; null to live to the end */
export function fixedPlan(point: number | null): Plan {
  const kill = (nth: number): Kill => ({ moment: { words: [], nth }, downFor: DOWN_FOR_MS });
  return { ...fixed, kills: point === null ? [] : [kill(point)] };
}
