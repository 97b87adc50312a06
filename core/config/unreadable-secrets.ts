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
