import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Account, Config, type OrganisationConfig } from './schema.ts';

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

/** Settings that the platform's own environment names carry; they win over the file. */
const FROM_ENVIRONMENT: readonly [variable: string, path: readonly [string, string], list?: 'list'][] = [
  ['VALIDATOR_BASE_URL', ['vizora', 'api_url']],
  ['REALTIME_URL', ['vizora', 'realtime_url']],
  ['WEB_URL', ['vizora', 'web_url']],
  ['PM2_HOME', ['processes', 'pm2_home']],
  ['ALERTMANAGER_URL', ['remediator', 'alertmanager_urls'], 'list'],
];

const ACCOUNT_PREFIXES = ['OPS', 'VALIDATOR'] as const;

/** Every environment variable that changes the configuration, for whoever must keep them from a child process. */
export const CONFIGURING_VARIABLES: readonly string[] = [
  ...FROM_ENVIRONMENT.map(([variable]) => variable),
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
  for (const [variable, [section, key], list] of FROM_ENVIRONMENT) {
    const value = nonEmpty(env[variable]);
    if (value === undefined) continue;
    const settings = given[section] ?? {};
    if (typeof settings !== 'object') continue; // Not settings at all, which the schema will say.
    const setting = list ? value.split(',').map((part) => part.trim()) : value;
    given[section] = { ...settings, [key]: setting };
  }
  const parsed = Config.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(
      source,
      parsed.error.issues.map((issue) => explain(issue, env)),
    );
  }
  return { ...parsed.data, organisations: organisationsOf(parsed.data, env, source), source };
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
  const [variable] =
    FROM_ENVIRONMENT.find(([name, path]) => nonEmpty(env[name]) && place.startsWith(path.join('.'))) ?? [];
  return `${place}${variable === undefined ? '' : ` (given by ${variable})`}: ${issue.message}`;
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value.trim();
}
