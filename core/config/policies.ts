import { z } from 'zod';
import { Duration } from './duration.ts';
import { isPlainObject } from './values.ts';

/**
 * The policy in force: `off` ignores, `observe` decides and journals but changes nothing, `approve` asks a person before
 * each repair, `act` repairs.
 */
export const MODES = ['off', 'observe', 'approve', 'act'] as const;
export const Mode = z.enum(MODES);
export type Mode = z.infer<typeof Mode>;

/** What one action may do, and how often. Counted per canonical target where it says "target". */
const ActionPolicy = z.strictObject({
  /** Overrides `remediator.mode` for this action, towards less: the stricter of the two is in force. */
  mode: Mode.default('act'),
  /** Executions per target and episode; then people are told. */
  attempts: z.int().min(1).max(10),
  /** Pause between two executions on one target, doubled with each further one. */
  cooldown: Duration,
  /** Executions on one target within an hour, whatever the episode. */
  target_per_hour: z.int().min(0),
  /** Executions of this action on all targets. */
  per_hour: z.int().min(0),
  per_day: z.int().min(0),
  /** The largest share of the population that may be touched within an hour, and the floor for small ones. */
  max_share: z.number().gt(0).max(1),
  min_count: z.int().min(1),
  /** Wait between the act and the first look at its effect. */
  settle: Duration,
  /** How long the fault must stay gone before it counts as fixed. */
  stable_for: Duration,
  /** When it is not fixed by then, it is not fixed. */
  verify_within: Duration,
  /** How long the act itself is waited for; after that its effect is found by looking. */
  execute_within: Duration.prefault('60s'),
  /** What was repaired and put back since is a person's wish for so long. */
  respect_undo_for: Duration.prefault('24h'),
  /** In the mode `approve`: how long a person has time to answer, and how long the answer holds. */
  approval_within: Duration.prefault('1h'),
});
export type ActionPolicy = z.infer<typeof ActionPolicy>;

const RestartPolicy = ActionPolicy.extend({
  /** A process that has been online for less is given time. */
  young_for: Duration.prefault('90s'),
  /** More restarts than this within `storm_within`, our own not counted, are for people. */
  storm_more_than: z.int().min(0).default(3),
  storm_within: Duration.prefault('15m'),
});
export type RestartPolicy = z.infer<typeof RestartPolicy>;

const ReconnectPolicy = ActionPolicy.extend({
  /** Only a display that has been silent for longer than the one and less than the other. */
  silent_from: Duration.prefault('15m'),
  silent_until: Duration.prefault('1h'),
  /**
   * So many commands of an organisation, each within the pause after the one before, and then none for the pause: the
   * platform takes ten a minute, and each call begins its minute anew.
   */
  commands_in_a_row: z.int().min(1).max(9).default(8),
  command_pause: Duration.prefault('61s'),
});
export type ReconnectPolicy = z.infer<typeof ReconnectPolicy>;

const restartDefaults = {
  attempts: 2,
  cooldown: '30s',
  target_per_hour: 4,
  per_hour: 6,
  per_day: 24,
  max_share: 1,
  min_count: 1,
  settle: '5s',
  stable_for: '60s',
  verify_within: '3m',
} as const;
const deactivateDefaults = {
  attempts: 2,
  cooldown: '5m',
  target_per_hour: 2,
  per_hour: 20,
  per_day: 100,
  max_share: 0.1,
  min_count: 1,
  settle: '5s',
  stable_for: '0s',
  verify_within: '30s',
} as const;

/** The first word after a reload may be the stamp of its disconnecting: only what outlasts that is a display that is back. */
const reconnectDefaults = {
  attempts: 2,
  cooldown: '15m',
  target_per_hour: 2,
  per_hour: 20,
  per_day: 100,
  max_share: 0.1,
  min_count: 1,
  settle: '30s',
  stable_for: '3m',
  verify_within: '5m',
} as const;
const resetDefaults = {
  attempts: 1,
  cooldown: '1h',
  target_per_hour: 1,
  per_hour: 10,
  per_day: 50,
  max_share: 0.1,
  min_count: 1,
  settle: '5s',
  stable_for: '10m',
  verify_within: '1m',
} as const;

const policy = <T extends z.ZodType>(schema: T, defaults: Record<string, unknown>) =>
  z.preprocess((given) => (isPlainObject(given) ? { ...defaults, ...given } : given), schema).prefault({});

/** One policy for each action that there is. */
export const Actions = z
  .strictObject({
    restart_process: policy(RestartPolicy, restartDefaults),
    deactivate_schedule: policy(ActionPolicy, deactivateDefaults),
    reconnect_display: policy(ReconnectPolicy, reconnectDefaults),
    reset_display: policy(ActionPolicy, resetDefaults),
  })
  .prefault({});
export type Policies = z.output<typeof Actions>;
