import type { LoadedConfig } from '../../core/config/load.ts';
import type { SecretReference } from '../../core/config/secret.ts';
import { unreadableSecret } from '../../core/config/unreadable-secrets.ts';

/** The organisation that is to post the status document, where there is no such one. */
export function unknownStatusAccount({ vizora, organisations }: LoadedConfig): string[] {
  const { status_account: account } = vizora;
  if (account === undefined || organisations.some(({ slug }) => slug === account || slug === null)) return [];
  return [
    `vizora.status_account: there is no organisation ${account}; name one of organisations, or remove it`,
  ];
}

/** Why what is told to others could not be, each with its setting and the cure. */
export function unreadableSecretsOfReporting(config: LoadedConfig, env: NodeJS.ProcessEnv): string[] {
  const { vizora, notifications } = config;
  const secrets: [setting: string, reference: SecretReference | undefined][] = [
    ['vizora.redis_url', vizora.redis_url],
    ['notifications.slack_webhook_url', notifications.slack_webhook_url],
    ['notifications.email.password', notifications.email?.password],
  ];
  return secrets.flatMap(([setting, reference]) =>
    reference === undefined ? [] : unreadableSecret(reference, setting, env),
  );
}
