import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Where a secret lies: in a file (read again at each use, so that it can be rotated) or in the environment. */
export const SecretReference = z.union([
  z.strictObject({ file: z.string().min(1) }),
  z.strictObject({ env: z.string().min(1) }),
]);
export type SecretReference = z.infer<typeof SecretReference>;

export class SecretError extends Error {}

/**
 * The secret behind a reference, without the trailing line break that editors add.
 *
 * @param setting the name of the setting, for the message
 * @throws SecretError that names the setting and the cure; never with the secret in it
 */
export function readSecret(reference: SecretReference, setting: string, env: NodeJS.ProcessEnv): string {
  const [secret, place] =
    'file' in reference
      ? [readSecretFile(reference.file, setting), `the file ${reference.file}`]
      : [env[reference.env] ?? '', `the environment variable ${reference.env}`];
  if (secret === '') throw new SecretError(`${setting}: ${place} is empty; put the secret there`);
  return secret;
}

function readSecretFile(path: string, setting: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new SecretError(
      `${setting}: cannot read the file ${path} (${why}); create it, or correct the path`,
    );
  }
}
