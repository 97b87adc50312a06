import { z } from 'zod';
import { Duration } from './duration.ts';
import { SecretReference } from './secret.ts';

const HttpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  // They would be logged with every error, and not be sent.
  .refine((url) => !/^https?:\/\/[^/?#]*@/i.test(url), 'must not hold a user or a password')
  .transform((url) => url.replace(/\/+$/, ''));

/** `VALIDATOR_BASE_URL` is given both with and without the API's prefix; the prefix is ours to add. */
const ApiUrl = HttpUrl.transform((url) => url.replace(/\/api\/v1$/, ''));

const ListenAddress = z
  .string()
  .regex(/^(\[[0-9a-f:]+\]|[^:\s]+):\d{1,5}$/i, 'must be HOST:PORT, such as 127.0.0.1:19877');

/** The policy in force: `off` ignores, `observe` decides and journals but changes nothing, `act` repairs. */
export const MODES = ['off', 'observe', 'act'] as const;
const Mode = z.enum(MODES);
export type Mode = z.infer<typeof Mode>;

const Account = z.strictObject({
  email: z.email(),
  password: SecretReference,
});
export type Account = z.infer<typeof Account>;

/** The slug as the platform has it; it is the label `org`. */
const OrganisationSlug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be the slug of an organisation');

const Organisation = z.strictObject({
  class: z.enum(['customer', 'test', 'retired']).default('customer'),
  /** Looks only: the role viewer is enough. */
  reader: Account,
  /** Repairs; the role manager is enough. Without one, nothing in this organisation is repaired. */
  writer: Account.optional(),
});
export type OrganisationConfig = z.infer<typeof Organisation>;

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

const policy = <T extends z.ZodType>(schema: T, defaults: Record<string, unknown>) =>
  z.preprocess((given) => (isPlainObject(given) ? { ...defaults, ...given } : given), schema).prefault({});

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const AtLeastAnHour = Duration.refine((ms) => ms >= 3_600_000, 'must be 1h at least');

const AgentSettings = (interval: string) =>
  z.strictObject({ enabled: z.boolean().default(true), interval: Duration.prefault(interval) }).prefault({});

/** The whole configuration, one strict schema for both processes: unknown keys refuse to start. */
export const Config = z.strictObject({
  vizora: z
    .strictObject({
      /** The API, over loopback where possible; without `/api/v1`. */
      api_url: ApiUrl.prefault('http://127.0.0.1:3000'),
      realtime_url: HttpUrl.prefault('http://127.0.0.1:3002'),
      web_url: HttpUrl.prefault('http://127.0.0.1:3001'),
    })
    .prefault({}),
  /** By slug; each organisation has its own account, since a token sees only its own rows. */
  organisations: z.record(OrganisationSlug, Organisation).default({}),
  processes: z
    .strictObject({
      /** Where PM2 keeps its sockets; default `$PM2_HOME`, else `~/.pm2`. */
      pm2_home: z.string().min(1).optional(),
      /** The PM2 names of the services: an app that is missing is an incident. */
      apps: z
        .strictObject({
          middleware: z.string().min(1).default('vizora-middleware'),
          realtime: z.string().min(1).default('vizora-realtime'),
          web: z.string().min(1).default('vizora-web'),
        })
        .prefault({}),
    })
    .prefault({}),
  exporter: z
    .strictObject({
      listen: ListenAddress.default('127.0.0.1:19877'),
      /** Where first-seen times and held verdicts survive a restart. */
      data_dir: z.string().min(1).default('/var/lib/vizora-ops/exporter'),
      agents: z
        .strictObject({
          'health-guardian': z
            .strictObject({
              enabled: z.boolean().default(true),
              interval: Duration.prefault('15s'),
              probe_interval: Duration.prefault('30s'),
            })
            .prefault({}),
          'schedule-doctor': AgentSettings('15m'),
        })
        .prefault({}),
      /** How long an incident is shown as 0 after a complete look found it gone. */
      resolved_hold: Duration.prefault('15m'),
    })
    .prefault({}),
  remediator: z
    .strictObject({
      listen: ListenAddress.default('127.0.0.1:19878'),
      data_dir: z.string().min(1).default('/var/lib/vizora-ops/remediator'),
      mode: Mode.default('observe'),
      /** Every Alertmanager there is: an alert that any of them silences is not acted on. */
      alertmanager_urls: z.array(HttpUrl).default([]),
      /** The bearer token of Alertmanager's webhook; a second file is accepted during rotation. */
      alertmanager_token_file: z.string().min(1).optional(),
      alertmanager_next_token_file: z.string().min(1).optional(),
      /** The bearer token for everything else that is not public. */
      operator_token_file: z.string().min(1).optional(),
      /** While this file exists nothing is executed; default `stop` in `data_dir`. */
      stop_file: z.string().min(1).optional(),
      /** How often Alertmanager is asked for what its webhooks may have failed to say. */
      reconcile_interval: Duration.prefault('60s'),
      /** An episode ends when the fault has been gone for this long, seen first-hand. */
      episode_hold: Duration.prefault('10m'),
      /** Executions of all actions together. */
      budget: z
        .strictObject({
          per_hour: z.int().min(0).default(30),
          per_day: z.int().min(0).default(100),
        })
        .prefault({}),
      /** Many targets of one kind broken at once are one incident for people, and none for the machine. */
      mass_failure: z
        .strictObject({
          more_than: z.int().min(1).default(5),
          share: z.number().gt(0).max(1).default(0.2),
          within: Duration.prefault('10m'),
          /** Services and processes are few: from this many on it is a mass failure. */
          services: z.int().min(2).default(2),
        })
        .prefault({}),
      actions: z
        .strictObject({
          restart_process: policy(RestartPolicy, restartDefaults),
          deactivate_schedule: policy(ActionPolicy, deactivateDefaults),
        })
        .prefault({}),
    })
    .prefault({}),
  /** How long what piles up is kept; what was done to the platform, and how it ended, is kept for good. */
  retention: z
    .strictObject({
      /** Webhook bodies as they came, their alerts, and heartbeats. */
      deliveries: AtLeastAnHour.prefault('7d'),
      /** Decisions that did not lead to an act. */
      decisions: AtLeastAnHour.prefault('30d'),
    })
    .prefault({}),
  /** Time zone of windows and nightly work; default the host's. */
  timezone: z.string().min(1).optional(),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error']).default('info') }).prefault({}),
});
export type Config = z.output<typeof Config>;
