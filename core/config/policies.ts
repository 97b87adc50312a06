import { z } from 'zod';
import { Duration } from './duration.ts';
import { isPlainObject, Ratio } from './values.ts';

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

const policy = <T extends z.ZodType>(schema: T, defaults: Record<string, unknown>) =>
  z.preprocess((given) => (isPlainObject(given) ? { ...defaults, ...given } : given), schema).prefault({});

/** One policy for each action that there is. */
export const Actions = z
  .strictObject({
    restart_process: policy(RestartPolicy, restartDefaults),
    deactivate_schedule: policy(ActionPolicy, deactivateDefaults),
    archive_content: policy(ArchivePolicy, archiveDefaults),
    archive_oldest_inactive: policy(ArchiveInactivePolicy, archiveInactiveDefaults),
  })
  .prefault({});
export type Policies = z.output<typeof Actions>;
