import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { LoadedConfig } from '../core/config/load.ts';
import { readSecret, type SecretReference } from '../core/config/secret.ts';
import { unreadableSecret } from '../core/config/unreadable-secrets.ts';
import { isLoopback } from '../core/notify/is-loopback.ts';
import { senderOf } from '../core/notify/sender-of.ts';
import type { Channels, MailChannel } from './channels.ts';

type Given = Pick<LoadedConfig, 'notifications' | 'timezone'>;

const WEBHOOK = 'notifications.slack_webhook_url';
const PASSWORD = 'notifications.email.password';

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
    ...(webhook ? brokenWebhook(webhook, env) : []),
    ...(email?.password ? unreadableSecret(email.password, PASSWORD, env) : []),
  ];
}

/** Never with the webhook in it: it is a secret as a whole. */
function brokenWebhook(webhook: SecretReference, env: NodeJS.ProcessEnv): string[] {
  const unreadable = unreadableSecret(webhook, WEBHOOK, env);
  if (unreadable.length > 0) return unreadable;
  const url = URL.parse(readSecret(webhook, WEBHOOK, env).trim());
  if (url !== null && /^https?:$/.test(url.protocol)) return [];
  return [`${WEBHOOK}: what lies there is no http or https URL; put the incoming webhook of Slack there`];
}

/** The file of a secret, for an Alertmanager that is to read it there itself. */
export const ownFile = (secret: SecretReference): string => ('file' in secret ? resolve(secret.file) : '');

/** The secrets that an Alertmanager could not read from {@link ownFile}, each with its setting and the cure. */
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

/** A password in a file that Alertmanager 0.25 would read with a line break at its end, and be refused with. */
export function passwordWithLineBreak({ notifications: { email } }: Given): string[] {
  const secret = email?.password;
  if (secret === undefined || !('file' in secret) || !/\n$/.test(readFileSync(secret.file, 'utf8')))
    return [];
  return [
    `${PASSWORD}: the file ${secret.file} ends with a line break, which Alertmanager 0.25 takes for a part of the ` +
      `password; write the file without, as printf '%s' does`,
  ];
}
