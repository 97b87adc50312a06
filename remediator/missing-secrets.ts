import type { LoadedConfig } from '../core/config/load.ts';
import { readSecret, SecretError, type SecretReference } from '../core/config/secret.ts';

/** Why the tokens that guard the HTTP interface cannot be had: without them the remediator does not start. */
export function missingTokens({ remediator }: Pick<LoadedConfig, 'remediator'>): string[] {
  const { alertmanager_token_file: webhook, operator_token_file: operator } = remediator;
  if (webhook === undefined) {
    return [
      'remediator.alertmanager_token_file is not set: without a token anybody could send alerts; write one into a file, and name it here and in alertmanager.yml',
    ];
  }
  return [
    ...problemWith({ file: webhook }, 'remediator.alertmanager_token_file', {}),
    ...(operator === undefined ? [] : problemWith({ file: operator }, 'remediator.operator_token_file', {})),
  ];
}

/** The passwords that cannot be read: their organisations cannot be repaired, which is no reason not to start. */
export function missingPasswords(
  { organisations }: Pick<LoadedConfig, 'organisations'>,
  env: NodeJS.ProcessEnv,
): string[] {
  return organisations.flatMap(({ slug, reader, writer }) => {
    const setting = (role: string) =>
      slug === null ? 'the account of the environment' : `organisations.${slug}.${role}.password`;
    return [
      ...problemWith(reader.password, setting('reader'), env),
      ...(writer === undefined ? [] : problemWith(writer.password, setting('writer'), env)),
    ];
  });
}

function problemWith(reference: SecretReference, setting: string, env: NodeJS.ProcessEnv): string[] {
  try {
    readSecret(reference, setting, env);
    return [];
  } catch (error) {
    if (error instanceof SecretError) return [error.message];
    throw error;
  }
}
