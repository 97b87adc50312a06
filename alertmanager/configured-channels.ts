import type { LoadedConfig } from '../core/config/load.ts';
import { readSecret, type SecretReference } from '../core/config/secret.ts';
import { unreadableSecret } from '../core/config/unreadable-secrets.ts';
import { isLoopback } from '../core/notify/is-loopback.ts';
import { senderOf } from '../core/notify/sender-of.ts';
import type { Channels, MailChannel } from './channels.ts';

type Given = Pick<LoadedConfig, 'notifications' | 'timezone'>;

/**
 * The ways to people that a configuration names.
 *
 * @param fileOf where Alertmanager finds a secret, which it reads from files only
 */
export function configuredChannels(
  { notifications: { slack_webhook_url, email, healthchecks_url }, timezone }: Given,
  fileOf: (secret: SecretReference, setting: string) => string,
): Channels {
  const login = (): Pick<MailChannel, 'login'> =>
    email?.user === undefined || email.password === undefined
      ? {}
      : { login: { user: email.user, password_file: fileOf(email.password, PASSWORD) } };
  return {
    ...(slack_webhook_url && { slack: { webhook_file: fileOf(slack_webhook_url, WEBHOOK) } }),
    ...(email && {
      email: {
        host: email.host,
        port: email.port,
        from: senderOf(email),
        to: email.to,
        require_tls: !isLoopback(email.host),
        ...login(),
      },
    }),
    ...(healthchecks_url && { dead_man: { url: healthchecks_url } }),
    ...(timezone && { timezone }),
  };
}

/** Why a way to people that is configured would not work, each with its setting and the cure. */
export function brokenChannels({ notifications }: Given, env: NodeJS.ProcessEnv): string[] {
  const { slack_webhook_url: webhook, email } = notifications;
  return [
    ...(webhook ? (unreadable(webhook, WEBHOOK, env) ?? noWebhook(webhook, env)) : []),
    ...(email?.password ? (unreadable(email.password, PASSWORD, env) ?? []) : []),
  ];
}

/** Of a configuration whose secrets Alertmanager is to read itself: those that it cannot, each with the cure. */
export function channelsWithoutFile({ notifications: { slack_webhook_url, email } }: Given): string[] {
  const secrets: [setting: string, variable: string, secret: SecretReference | undefined][] = [
    [WEBHOOK, 'SLACK_WEBHOOK_URL_FILE', slack_webhook_url],
    [PASSWORD, 'SMTP_PASS_FILE', email?.password],
  ];
  return secrets.flatMap(([setting, variable, secret]) =>
    secret === undefined || 'file' in secret
      ? []
      : [
          `${setting}: Alertmanager reads secrets from files only, and this one is in the environment variable ` +
            `${secret.env}; put it into a file, and name that with { file: PATH } or ${variable}`,
        ],
  );
}

const WEBHOOK = 'notifications.slack_webhook_url';
const PASSWORD = 'notifications.email.password';

function unreadable(secret: SecretReference, setting: string, env: NodeJS.ProcessEnv): string[] | null {
  const problems = unreadableSecret(secret, setting, env);
  return problems.length > 0 ? problems : null;
}

/** Never with the webhook in it: it is a secret as a whole. */
function noWebhook(webhook: SecretReference, env: NodeJS.ProcessEnv): string[] {
  const url = URL.parse(readSecret(webhook, WEBHOOK, env).trim());
  if (url !== null && /^https?:$/.test(url.protocol)) return [];
  return [`${WEBHOOK}: what lies there is no http or https URL; put the incoming webhook of Slack there`];
}
