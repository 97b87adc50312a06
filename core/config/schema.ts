import { Cron } from 'croner';
import { z } from 'zod';
import { Checks } from './checks.ts';
import { Duration } from './duration.ts';
import { Notifications } from './notifications.ts';
import { Actions, Mode } from './policies.ts';
import { SecretReference } from './secret.ts';
import { Account, ApiUrl, HttpUrl, ListenAddress, OrganisationSlug } from './values.ts';

const Organisation = z.strictObject({
  class: z.enum(['customer', 'test', 'retired']).default('customer'),
  /** Looks only: the role viewer is enough. */
  reader: Account,
  /** Repairs; the role manager is enough. Without one, nothing in this organisation is repaired. */
  writer: Account.optional(),
});
export type OrganisationConfig = z.infer<typeof Organisation>;

const AtLeastAnHour = Duration.refine((ms) => ms >= 3_600_000, 'must be 1h at least');

const AgentSettings = (interval: string) =>
  z.strictObject({ enabled: z.boolean().default(true), interval: Duration.prefault(interval) }).prefault({});

/** A bucket that backups are put into. */
const BackupBucket = z.strictObject({
  bucket: z.string().min(3),
  /** Of the keys that are backups. */
  prefix: z.string().default(''),
  /** Of an S3-compatible service; without one it is Amazon's. */
  endpoint: HttpUrl.optional(),
  region: z.string().min(1).default('us-east-1'),
  access_key_id: SecretReference,
  secret_access_key: SecretReference,
});
export type BackupBucket = z.output<typeof BackupBucket>;

/** The platform's tables that are maintained, by their physical names. */
const MAINTAINED_TABLES = [
  'Content',
  'devices',
  'Schedule',
  'Playlist',
  'AuditLog',
  'users',
  'content_impressions',
] as const;

/** The whole configuration, one strict schema for both processes: unknown keys refuse to start. */
export const Config = z.strictObject({
  vizora: z
    .strictObject({
      /** The API, over loopback where possible; without `/api/v1`. */
      api_url: ApiUrl.prefault('http://127.0.0.1:3000'),
      realtime_url: HttpUrl.prefault('http://127.0.0.1:3002'),
      web_url: HttpUrl.prefault('http://127.0.0.1:3001'),
      /** As people reach them from outside; what is not given is not looked at. */
      public_api_url: ApiUrl.optional(),
      public_web_url: HttpUrl.optional(),
      /** Connection strings, since they hold passwords. */
      database_url: SecretReference.optional(),
      redis_url: SecretReference.optional(),
      /** Where the platform's object storage answers. */
      s3_endpoint: HttpUrl.optional(),
      /** The bearer token of the platform's own metrics. */
      metrics_token: SecretReference.optional(),
      /** The organisation whose reader posts the status document; default the first. */
      status_account: OrganisationSlug.optional(),
      /** A super admin: tells which organisations there are. */
      admin: Account.optional(),
      tables: z.array(z.string().min(1)).default([...MAINTAINED_TABLES]),
      /** What the exporter asks at most of one route; the platform allows 10, 100 and 1000. */
      request_budget: z
        .strictObject({
          per_second: z.int().min(1).default(6),
          per_minute: z.int().min(1).default(60),
          per_hour: z.int().min(1).default(600),
          /** Of all accounts together; the platform allows 5, of which the remediator on the same host takes its share. */
          logins_per_minute: z.int().min(1).default(3),
        })
        .prefault({}),
    })
    .prefault({}),
  /** By slug; each organisation has its own account, since a token sees only its own rows. */
  organisations: z.record(OrganisationSlug, Organisation).default({}),
  processes: z
    .strictObject({
      /** Where PM2 keeps its sockets; default `$PM2_HOME`, else `~/.pm2`. */
      pm2_home: z.string().min(1).optional(),
      /** How `pm2 jlist` is run where the socket cannot be used, as in `[sudo, -u, vizora, pm2]`. */
      pm2_command: z.array(z.string().min(1)).default([]),
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
          'content-lifecycle': AgentSettings('15m'),
          'fleet-manager': AgentSettings('5m'),
          'schedule-doctor': AgentSettings('15m'),
          'ops-reporter': AgentSettings('1m'),
          'db-maintainer': AgentSettings('5m'),
        })
        .prefault({}),
      checks: Checks,
      /** How many incidents of one type get series of their own; all are counted. */
      series_per_check: z.int().min(1).default(500),
      /** How long an incident is shown as 0 after a complete look found it gone. */
      resolved_hold: Duration.prefault('15m'),
      /** Folders on the disks that may fill up. */
      disks: z.array(z.string().min(1)).default(['/']),
      backups: z
        .strictObject({
          directory: z.string().min(1).optional(),
          s3: BackupBucket.optional(),
        })
        .prefault({}),
      /** Where the remediator tells what it has done; default where it listens. */
      remediator_url: HttpUrl.optional(),
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
      operator_next_token_file: z.string().min(1).optional(),
      /** With which it serves HTTPS; files are taken up when they are replaced. */
      tls: z
        .strictObject({
          cert_file: z.string().min(1),
          key_file: z.string().min(1),
          /** Who delivers alerts, operates or approves must show a certificate of this authority besides the token. */
          client_ca_file: z.string().min(1).optional(),
        })
        .optional(),
      /** Where people reach it, for the links that they are sent; default where it listens. */
      public_url: HttpUrl.optional(),
      /** The key with which the journal is chained; default `journal.key` in `data_dir`, made when there is none. */
      journal_key_file: z.string().min(1).optional(),
      /** Times in which nothing is repaired: when each begins, as cron writes it, and how long it lasts. */
      maintenance_windows: z
        .array(
          z.strictObject({
            starts: z
              .string()
              .refine(isTimetable, 'must be a timetable as cron writes it, such as "0 2 * * 6"'),
            for: Duration,
          }),
        )
        .default([]),
      /** While this file exists nothing is executed; default `stop` in `data_dir`. */
      stop_file: z.string().min(1).optional(),
      /** How often Alertmanager is asked for what its webhooks may have failed to say. */
      reconcile_interval: Duration.prefault('60s'),
      /** An episode ends when the fault has been gone for this long, seen first-hand. */
      episode_hold: Duration.prefault('10m'),
      /** Of an account that may vacuum the platform's tables, and nothing else that changes them. */
      database_url: SecretReference.optional(),
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
      actions: Actions,
    })
    .prefault({}),
  notifications: Notifications,
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
  timezone: z.string().refine(isTimeZone, 'must be a time zone, such as Europe/Berlin').optional(),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error']).default('info') }).prefault({}),
});
export type Config = z.output<typeof Config>;

function isTimetable(pattern: string): boolean {
  try {
    new Cron(pattern, { paused: true });
    return true;
  } catch {
    // What it throws is why the pattern is none.
    return false;
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    // What it throws is that there is no such zone, which is the answer.
    return false;
  }
}
