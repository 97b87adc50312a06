import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { Config, type OrganisationConfig } from './schema.ts';
import { type Account, isPlainObject } from './values.ts';

/** Everything that is wrong with the configuration, in one message that a person can act on. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(source: string, problems: readonly string[]) {
    super(`The configuration cannot be used (${source}):\n${problems.map((p) => `  - ${p}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** An organisation to look at; `slug` is null for the single account of the environment, until it logs in. */
export interface Organisation extends OrganisationConfig {
  readonly slug: string | null;
}

export interface LoadedConfig extends Omit<Config, 'organisations'> {
  readonly organisations: readonly Organisation[];
  /** What the file was, or that there was none; for the log. */
  readonly source: string;
}

type Path = readonly [string, ...string[]];

/** Settings that the platform's own environment names carry; they win over the file. */
const SETTINGS: readonly [variable: string, path: Path, list?: 'list'][] = [
  ['VALIDATOR_BASE_URL', ['vizora', 'api_url']],
  ['REALTIME_URL', ['vizora', 'realtime_url']],
  ['WEB_URL', ['vizora', 'web_url']],
  ['S3_ENDPOINT', ['vizora', 's3_endpoint']],
  ['VIZORA_ADMIN_EMAIL', ['vizora', 'admin', 'email']],
  ['PM2_HOME', ['processes', 'pm2_home']],
  ['BACKUP_DIR', ['exporter', 'backups', 'directory']],
  ['BACKUP_S3_BUCKET', ['exporter', 'backups', 's3', 'bucket']],
  ['REMEDIATOR_URL', ['exporter', 'remediator_url']],
  ['ALERTMANAGER_URL', ['remediator', 'alertmanager_urls'], 'list'],
  ['SMTP_HOST', ['notifications', 'email', 'host']],
  ['SMTP_PORT', ['notifications', 'email', 'port']],
  ['SMTP_USER', ['notifications', 'email', 'user']],
  ['OPS_ALERT_EMAIL', ['notifications', 'email', 'to'], 'list'],
  ['HEALTHCHECKS_URL', ['notifications', 'healthchecks_url']],
];

/** The same for secrets: the variable holds it, or the one with `_FILE` says where it lies. */
const SECRETS: readonly [variable: string, path: Path][] = [
  ['DATABASE_URL', ['vizora', 'database_url']],
  ['REDIS_URL', ['vizora', 'redis_url']],
  ['REMEDIATOR_DATABASE_URL', ['remediator', 'database_url']],
  ['METRICS_TOKEN', ['vizora', 'metrics_token']],
  ['VIZORA_ADMIN_PASSWORD', ['vizora', 'admin', 'password']],
  ['SLACK_WEBHOOK_URL', ['notifications', 'slack_webhook_url']],
  ['SMTP_PASS', ['notifications', 'email', 'password']],
];

/** Of Amazon's own tools: read only where there is a bucket, since they stand in the environment for many reasons. */
const BUCKET = ['exporter', 'backups', 's3'] as const;
const BUCKET_SETTINGS: readonly [variable: string, path: Path][] = [
  ['AWS_ENDPOINT_URL', [...BUCKET, 'endpoint']],
  ['AWS_REGION', [...BUCKET, 'region']],
];
const BUCKET_SECRETS: readonly [variable: string, path: Path][] = [
  ['AWS_ACCESS_KEY_ID', [...BUCKET, 'access_key_id']],
  ['AWS_SECRET_ACCESS_KEY', [...BUCKET, 'secret_access_key']],
];

const ACCOUNT_PREFIXES = ['OPS', 'VALIDATOR'] as const;

/** Every environment variable that changes the configuration, for whoever must keep them from a child process. */
export const CONFIGURING_VARIABLES: readonly string[] = [
  ...[...SETTINGS, ...BUCKET_SETTINGS].map(([variable]) => variable),
  ...[...SECRETS, ...BUCKET_SECRETS].flatMap(([variable]) => [variable, `${variable}_FILE`]),
  ...ACCOUNT_PREFIXES.flatMap((who) => [`${who}_EMAIL`, `${who}_PASSWORD`, `${who}_PASSWORD_FILE`]),
];

/**
 * Reads and checks the configuration once: environment over file over default.
 *
 * @param file the YAML file, or undefined to use `VIZORA_OPS_CONFIG`, or else none
 * @throws ConfigError that names every fault
 */
export function loadConfig(file: string | undefined, env: NodeJS.ProcessEnv): LoadedConfig {
  const path = file ?? nonEmpty(env['VIZORA_OPS_CONFIG']);
  const source = path ?? 'no file, environment and defaults only';
  const given = path === undefined ? {} : readYaml(path);
  layEnvironmentOver(given, env);
  const parsed = Config.safeParse(given, { reportInput: true });
  if (!parsed.success) {
    throw new ConfigError(
      source,
      parsed.error.issues.map((issue) => explain(issue, env)),
    );
  }
  return { ...parsed.data, organisations: organisationsOf(parsed.data, env, source), source };
}

function layEnvironmentOver(given: Record<string, unknown>, env: NodeJS.ProcessEnv): void {
  for (const [variable, path, list] of SETTINGS) {
    const value = nonEmpty(env[variable]);
    if (value !== undefined) put(given, path, list ? value.split(',').map((part) => part.trim()) : value);
  }
  for (const [variable, path] of SECRETS) putSecret(given, path, variable, env);
  if (at(given, BUCKET) === undefined) return;
  for (const [variable, path] of BUCKET_SETTINGS) {
    const value = nonEmpty(env[variable]);
    if (value !== undefined) put(given, path, value);
  }
  for (const [variable, path] of BUCKET_SECRETS) putSecret(given, path, variable, env);
}

function putSecret(given: Record<string, unknown>, path: Path, variable: string, env: NodeJS.ProcessEnv) {
  const file = nonEmpty(env[`${variable}_FILE`]);
  if (file !== undefined) put(given, path, { file });
  else if (nonEmpty(env[variable]) !== undefined) put(given, path, { env: variable });
}

/** What stands where a section should be and is none, is left for the schema to complain about. */
function put(settings: Record<string, unknown>, [key, ...rest]: Path, value: unknown): void {
  const [next, ...further] = rest;
  if (next === undefined) {
    settings[key] = value;
    return;
  }
  const below = settings[key] ?? {};
  if (!isPlainObject(below)) return;
  settings[key] = { ...below };
  put(settings[key] as Record<string, unknown>, [next, ...further], value);
}

function at(settings: unknown, path: readonly string[]): unknown {
  return path.reduce((found: unknown, key) => (isPlainObject(found) ? found[key] : undefined), settings);
}

function organisationsOf(config: Config, env: NodeJS.ProcessEnv, source: string): Organisation[] {
  const named = Object.entries(config.organisations).map(([slug, rest]) => ({ slug, ...rest }));
  const single = singleAccount(env, source);
  if (single === null || named.length > 0) return named;
  return [{ slug: null, class: 'customer', reader: single, writer: single }];
}

/** One account given by the environment serves as reader and writer. */
function singleAccount(env: NodeJS.ProcessEnv, source: string): Account | null {
  for (const prefix of ACCOUNT_PREFIXES) {
    const email = nonEmpty(env[`${prefix}_EMAIL`]);
    if (email === undefined) continue;
    const file = nonEmpty(env[`${prefix}_PASSWORD_FILE`]);
    if (file !== undefined) return { email, password: { file } };
    if (nonEmpty(env[`${prefix}_PASSWORD`]) !== undefined) {
      return { email, password: { env: `${prefix}_PASSWORD` } };
    }
    throw new ConfigError(source, [
      `${prefix}_EMAIL is set, but neither ${prefix}_PASSWORD_FILE nor ${prefix}_PASSWORD is`,
    ]);
  }
  return null;
}

function readYaml(path: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(path, [
      `the file cannot be read: ${why}; correct --config.file or VIZORA_OPS_CONFIG`,
    ]);
  }
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0)
    throw new ConfigError(
      path,
      document.errors.map((e) => e.message),
    );
  const content = contentOf(document, path);
  if (typeof content !== 'object' || Array.isArray(content)) {
    throw new ConfigError(path, ['the file must hold settings, such as "vizora:" at its top level']);
  }
  return content as Record<string, unknown>;
}

/** Some faults, such as an alias of nothing, show themselves only here. */
function contentOf(document: ReturnType<typeof parseDocument>, path: string): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    throw new ConfigError(path, [error instanceof Error ? error.message : String(error)]);
  }
}

function explain(issue: z.core.$ZodIssue, env: NodeJS.ProcessEnv): string {
  const place = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => [...issue.path, key].join('.')).join(', ');
    return `unknown setting ${keys}; remove it, or correct its spelling`;
  }
  if (place === '') return issue.message;
  const variables = ofEnvironment(place);
  if (issue.input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_union')) {
    return `${place} is missing; set it${variables.length === 0 ? '' : `, or ${variables.join(' or ')}`}`;
  }
  const given = variables.find((name) => nonEmpty(env[name]) !== undefined);
  const why =
    issue.code === 'invalid_key' ? issue.issues.map(({ message }) => message).join(', ') : issue.message;
  return `${place}${given === undefined ? '' : ` (given by ${given})`}: ${why}`;
}

/** The variables that give this setting, or the one that it is a part of. */
function ofEnvironment(place: string): string[] {
  const isIt = (path: Path) => place === path.join('.') || place.startsWith(`${path.join('.')}.`);
  return [
    ...[...SETTINGS, ...BUCKET_SETTINGS].flatMap(([name, path]) => (isIt(path) ? [name] : [])),
    ...[...SECRETS, ...BUCKET_SECRETS].flatMap(([name, path]) => (isIt(path) ? [name, `${name}_FILE`] : [])),
  ];
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value.trim();
}
