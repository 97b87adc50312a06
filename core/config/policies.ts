import { z } from 'zod';
import { Duration } from './duration.ts';
import { isPlainObject, Ratio, TimeOfDay } from './values.ts';

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
  /** A program with its arguments that must agree before each restart, as in `['/usr/sbin/nginx', '-t']`; never a shell. */
  preflight: z.array(z.string().min(1)).min(1).optional(),
  /** Longer than evidence holds would be too late for the act. */
  preflight_within: Duration.prefault('10s').refine((ms) => ms <= 20_000, 'may be 20s at most'),
  /** Pause between two restarts of what is stuck, in place of `cooldown`: its users are cut off each time. */
  stuck_cooldown: Duration.prefault('30m'),
});
export type RestartPolicy = z.infer<typeof RestartPolicy>;

const ReloadPolicy = RestartPolicy.omit({ stuck_cooldown: true }).extend({
  /** Of the limit that PM2 holds: more than what is told to people. */
  memory_ratio: Ratio.default(0.95),
  /** For how long without a break, seen first-hand. */
  memory_within: Duration.prefault('10m'),
});

/** The nightly maintenance vacuums by these, too. */
const VacuumPolicy = ActionPolicy.extend({
  /** Whoever works with the table has the right of way for longer. */
  lock_within: Duration.prefault('5s'),
  /** For one table; the server itself ends what takes longer. */
  statement_within: Duration.prefault('15m'),
  /** While a transaction has been open for so long, no vacuum helps. */
  long_transaction: Duration.prefault('10m'),
});

const NightlyPolicy = ActionPolicy.extend({
  /** Each day at this time, in the configured time zone. */
  at: TimeOfDay.default('03:00'),
  /** When it could not be begun so long after, the night is left out. */
  within: Duration.prefault('2h'),
  /** A table that was vacuumed and analysed so lately, by whomever, is left out. */
  unless_within: Duration.prefault('12h'),
});

const TrimPolicy = ActionPolicy.extend({
  /** Of each file, from its end; less where an app has so many files that they would still be too large together. */
  keep_bytes: z.int().min(1).default(20_000_000),
  /** Nothing outside of these folders is trimmed; default `logs` in PM2's home. */
  folders: z.array(z.string().min(1)).default([]),
  /** From which share of a disk on the logs that lie on it are trimmed, too. */
  disk_ratio: Ratio.default(0.9),
});

const ArchivePolicy = ActionPolicy.extend({
  /** By incident, where less is allowed for one than for the others. */
  modes: z
    .strictObject({
      /** No route shows every reference, such as overrides: a person knows better. */
      content_orphaned: Mode.default('approve'),
    })
    .prefault({}),
});
export type ArchivePolicy = z.infer<typeof ArchivePolicy>;

const ArchiveInactivePolicy = ActionPolicy.extend({
  mode: Mode.default('off'),
  /** From which share of the storage on. */
  ratio: Ratio.default(0.9),
  /** How many contents one run archives, and no more than `max_share` of all. */
  contents_per_run: z.int().min(1).max(50).default(10),
});

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
/** The processes that answer cost nobody anything yet, so there is one attempt, and not soon another. */
const reloadDefaults = {
  attempts: 1,
  cooldown: '6h',
  target_per_hour: 1,
  per_hour: 2,
  per_day: 8,
  max_share: 1,
  min_count: 1,
  settle: '30s',
  stable_for: '60s',
  verify_within: '3m',
} as const;
const vacuumDefaults = {
  attempts: 2,
  cooldown: '1h',
  target_per_hour: 1,
  per_hour: 4,
  per_day: 14,
  max_share: 1,
  min_count: 1,
  settle: '2s',
  stable_for: '0s',
  verify_within: '60s',
  execute_within: '20m',
} as const;
const trimDefaults = {
  attempts: 2,
  cooldown: '1h',
  target_per_hour: 1,
  per_hour: 6,
  per_day: 24,
  max_share: 1,
  min_count: 1,
  settle: '1s',
  stable_for: '0s',
  verify_within: '30s',
} as const;
const nightlyDefaults = {
  ...vacuumDefaults,
  attempts: 1,
  per_hour: 1,
  per_day: 2,
  execute_within: '2h',
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

const archiveDefaults = { ...deactivateDefaults, cooldown: '15m' } as const;
/** It frees no storage by itself, so there is one attempt, and people are told. */
const archiveInactiveDefaults = {
  attempts: 1,
  cooldown: '6h',
  target_per_hour: 1,
  per_hour: 2,
  per_day: 4,
  max_share: 0.1,
  min_count: 1,
  settle: '5s',
  stable_for: '0s',
  verify_within: '30s',
  execute_within: '2m',
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
    reload_process: policy(ReloadPolicy, reloadDefaults),
    vacuum_tables: policy(VacuumPolicy, vacuumDefaults),
    maintain_tables: policy(NightlyPolicy, nightlyDefaults),
    trim_logs: policy(TrimPolicy, trimDefaults),
    deactivate_schedule: policy(ActionPolicy, deactivateDefaults),
    archive_content: policy(ArchivePolicy, archiveDefaults),
    archive_oldest_inactive: policy(ArchiveInactivePolicy, archiveInactiveDefaults),
    reconnect_display: policy(ReconnectPolicy, reconnectDefaults),
    reset_display: policy(ActionPolicy, resetDefaults),
  })
  .prefault({});
export type Policies = z.output<typeof Actions>;
