import type { LoadedConfig } from './load.ts';
import { readSecret, SecretError, type SecretReference } from './secret.ts';

/** Why a secret cannot be read now, with its setting and the cure; nothing when it can. */
export function unreadableSecret(
  reference: SecretReference,
  setting: string,
  env: NodeJS.ProcessEnv,
): string[] {
  try {
    readSecret(reference, setting, env);
    return [];
  } catch (error) {
    if (error instanceof SecretError) return [error.message];
    throw error;
  }
}

/** The same for the passwords of the accounts that a process logs in with. */
export function unreadablePasswords(
  { organisations }: Pick<LoadedConfig, 'organisations'>,
  roles: readonly ('reader' | 'writer')[],
  env: NodeJS.ProcessEnv,
): string[] {
  return organisations.flatMap((organisation) =>
    roles.flatMap((role) => {
      const account = organisation[role];
      const { slug } = organisation;
      const setting =
        slug === null ? 'the account of the environment' : `organisations.${slug}.${role}.password`;
      return account === undefined ? [] : unreadableSecret(account.password, setting, env);
    }),
  );
}

/** The same for what the servers below the platform are read with. */
export function unreadableServerSecrets(
  { vizora, exporter }: Pick<LoadedConfig, 'vizora' | 'exporter'>,
  env: NodeJS.ProcessEnv,
): string[] {
  const { s3 } = exporter.backups;
  const secrets: [string, SecretReference | undefined][] = [
    ['vizora.database_url', vizora.database_url],
    ['vizora.redis_url', vizora.redis_url],
    ['exporter.backups.s3.access_key_id', s3?.access_key_id],
    ['exporter.backups.s3.secret_access_key', s3?.secret_access_key],
  ];
  return unreadable(secrets, env);
}

/** The same for the servers that the remediator looks at, and vacuums in. */
export function unreadableAddresses(
  { vizora, remediator }: Pick<LoadedConfig, 'vizora' | 'remediator'>,
  env: NodeJS.ProcessEnv,
): string[] {
  return unreadable(
    [
      ['vizora.database_url', vizora.database_url],
      ['vizora.redis_url', vizora.redis_url],
      ['remediator.database_url', remediator.database_url],
    ],
    env,
  );
}

const unreadable = (
  secrets: readonly (readonly [setting: string, reference: SecretReference | undefined])[],
  env: NodeJS.ProcessEnv,
): string[] =>
  secrets.flatMap(([setting, reference]) =>
    reference === undefined ? [] : unreadableSecret(reference, setting, env),
  );
