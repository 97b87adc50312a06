import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { slackWebhookAt } from '../people/slack-stand-in.ts';
import type { Ports } from './ports.ts';
import { secretFile, tokenFile } from './secrets.ts';

/** An organisation of the sandbox with its two accounts. */
export interface SandboxAccount {
  readonly org: string;
  readonly class: string;
  readonly reader: { readonly email: string; readonly password: string };
  readonly writer: { readonly email: string; readonly password: string };
}

export interface OpsConfigFiles {
  readonly configFile: string;
  /** The bearer token with which Alertmanager delivers. */
  readonly alertmanagerTokenFile: string;
  readonly operatorTokenFile: string;
  /** The settings that were given otherwise, as in `exporter.listen`. */
  readonly setAside: readonly string[];
}

/** Settings as they stand in `vizora-ops.yaml`. */
export type Settings = Record<string, unknown>;

/**
 * Writes the `vizora-ops.yaml` of the local stack: what is given, under what the stack decides (addresses, folders,
 * tokens), so that a file made for other machines neither moves its parts apart nor shares their stores.
 *
 * @param given settings as in the configuration file: the sandbox's, or an operator's own
 */
export function writeOpsConfig(dataDir: string, ports: Ports, given: Settings): OpsConfigFiles {
  const secret = (name: string) => join(dataDir, 'secrets', name);
  const alertmanagerTokenFile = tokenFile(secret('alertmanager.token'));
  const operatorTokenFile = tokenFile(secret('operator.token'));
  const ours = {
    exporter: { listen: `127.0.0.1:${ports.exporter}`, data_dir: join(dataDir, 'exporter') },
    remediator: {
      listen: `127.0.0.1:${ports.remediator}`,
      data_dir: join(dataDir, 'remediator'),
      alertmanager_urls: [`http://127.0.0.1:${ports.alertmanager}`],
      alertmanager_token_file: alertmanagerTokenFile,
      operator_token_file: operatorTokenFile,
      // All parts of the stack speak plain HTTP over loopback.
      tls: undefined,
    },
  };
  const configFile = join(dataDir, 'vizora-ops.yaml');
  writeFileSync(configFile, stringify(layOver(given, ours)));
  const setAside = Object.entries(ours).flatMap(([section, settings]) => {
    const there = given[section];
    const names = isSettings(there) ? Object.keys(settings).filter((name) => name in there) : [];
    return names.map((name) => `${section}.${name}`);
  });
  return { configFile, alertmanagerTokenFile, operatorTokenFile, setAside };
}

/** What of a sandbox is watched besides its ports. */
export interface SandboxToWatch {
  readonly pm2Home: string;
  /** Where the platform's backups lie. */
  readonly backups: string;
  readonly accounts: readonly SandboxAccount[];
  /** A super admin; null where the world has none. */
  readonly admin: SandboxAccount['reader'] | null;
}

/** The settings with which the sandbox is watched: its ports, its servers, its accounts, and `act`. */
export function sandboxSettings(
  dataDir: string,
  ports: Ports,
  { pm2Home, backups, accounts, admin }: SandboxToWatch,
  overrides: Settings,
): Settings {
  const secret = (name: string, text: string) => ({ file: secretFile(join(dataDir, 'secrets', name), text) });
  const account = (name: string, { email, password }: SandboxAccount['reader']) => ({
    email,
    password: secret(`${name}.password`, password),
  });
  const edge = `http://127.0.0.1:${ports.edge}`;
  const settings: Settings = {
    vizora: {
      api_url: `http://127.0.0.1:${ports.api}`,
      realtime_url: `http://127.0.0.1:${ports.realtime}`,
      web_url: `http://127.0.0.1:${ports.web}`,
      public_api_url: edge,
      public_web_url: edge,
      database_url: secret('database.url', `postgresql://vizora@127.0.0.1:${ports.postgres}/vizora`),
      redis_url: secret('redis.url', `redis://127.0.0.1:${ports.redis}`),
      s3_endpoint: `http://127.0.0.1:${ports.storage}`,
      ...(admin === null ? {} : { admin: account('admin', admin) }),
    },
    processes: { pm2_home: pm2Home },
    organisations: Object.fromEntries(
      accounts.map(({ org, class: orgClass, reader, writer }) => [
        org,
        {
          class: orgClass,
          reader: account(`${org}.reader`, reader),
          writer: account(`${org}.writer`, writer),
        },
      ]),
    ),
    exporter: { backups: { directory: backups } },
    remediator: {
      mode: 'act',
      database_url: secret('maintenance.url', `postgresql://vizora@127.0.0.1:${ports.postgres}/vizora`),
    },
    notifications: {
      slack_webhook_url: secret('slack.url', slackWebhookAt(ports.slack)),
      email: { host: '127.0.0.1', port: ports.smtp, to: ['ops@vizora.example'] },
    },
  };
  return layOver(settings, overrides);
}

/** An operator's own file, as settings. */
export const readSettings = (path: string): Settings => (parse(readFileSync(path, 'utf8')) ?? {}) as Settings;

/** Settings under others, which win; neither is changed. */
export function layOver(under: Settings, over: Settings): Settings {
  const merged: Settings = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isSettings(below) && isSettings(value) ? layOver(below, value) : value;
  }
  return merged;
}

function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
