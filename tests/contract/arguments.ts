import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { z } from 'zod';
import { packageVersion } from '../../core/package.ts';
import type { AccountName, Login } from './installation.ts';

export interface Arguments {
  /** Null = start the sandbox and check that. */
  readonly baseUrl: string | null;
  readonly realtimeUrl: string | null;
  readonly accounts: Readonly<Partial<Record<AccountName, Login>>>;
  readonly allowRateLimits: boolean;
  readonly clientAddresses: boolean;
  /** Only behaviours whose sentence contains this. */
  readonly only: string | null;
}

/** What was asked for cannot be understood; the message says what to do. */
export class UsageError extends Error {}

const ACCOUNTS: readonly (readonly [AccountName, string, string])[] = [
  ['admin', '', 'an administrator of the organisation to check with'],
  ['manager', 'manager-', 'a manager of it'],
  ['viewer', 'viewer-', 'a viewer of it'],
  ['other', 'other-', 'an administrator of another organisation'],
  ['super', 'super-', 'a super administrator'],
];

const origin = z.url({ protocol: /^https?$/ }).transform((text) => new URL(text).origin);

/** Reads the command line. @throws UsageError, or commander's own error for what it rejects itself */
export function readArguments(argv: readonly string[]): Arguments {
  const command = new Command('npm run contract --')
    .description('Checks that an installation of Vizora answers as Vizora Ops relies on.')
    .version(packageVersion())
    .addOption(
      new Option('--base-url <url>', 'where its API is; without it, the sandbox is started and checked'),
    )
    .addOption(new Option('--realtime-url <url>', 'where its realtime gateway is'))
    .option(
      '--allow-rate-limits',
      'use up rate limits too, which stops others behind our address for a while',
      false,
    )
    .option(
      '--client-addresses',
      'name a client address for each behaviour; only where no proxy replaces it',
      false,
    )
    .option('--only <words>', 'only behaviours whose sentence contains these words')
    .exitOverride();
  for (const [, prefix, what] of ACCOUNTS)
    command
      .option(`--${prefix}email <address>`, `the account of ${what}`)
      .option(`--${prefix}password-file <file>`, `the file that holds its password`);
  command.parse(argv, { from: 'user' });
  const given = command.opts<Record<string, string | boolean | undefined>>();

  const accounts: Partial<Record<AccountName, Login>> = {};
  for (const [name, prefix] of ACCOUNTS) {
    const email = given[camel(`${prefix}email`)];
    const file = given[camel(`${prefix}password-file`)];
    if (typeof email === 'string' && typeof file === 'string')
      accounts[name] = { email, password: readPassword(file) };
    else if (email !== undefined || file !== undefined)
      throw new UsageError(`--${prefix}email and --${prefix}password-file belong together.`);
  }
  const baseUrl = urlOf('--base-url', given['baseUrl']);
  if (baseUrl !== null && accounts.admin === undefined)
    throw new UsageError(
      '--base-url needs --email and --password-file of an administrator: what is made must be deleted again.',
    );
  return {
    baseUrl,
    realtimeUrl: urlOf('--realtime-url', given['realtimeUrl']),
    accounts,
    allowRateLimits: given['allowRateLimits'] === true,
    clientAddresses: given['clientAddresses'] === true,
    only: typeof given['only'] === 'string' ? given['only'] : null,
  };
}

const camel = (option: string): string =>
  option.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());

function urlOf(option: string, given: unknown): string | null {
  if (given === undefined) return null;
  const read = origin.safeParse(given);
  if (!read.success) throw new UsageError(`${option} must be a URL such as https://vizora.example.com.`);
  return read.data;
}

function readPassword(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch (cause) {
    throw new UsageError(`The password cannot be read from ${file}.`, { cause });
  }
}
