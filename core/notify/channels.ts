import type { ChannelState } from '../checks/channel-not-configured.ts';
import type { Notifications } from '../config/notifications.ts';
import { readSecret } from '../config/secret.ts';
import { unreadableSecret } from '../config/unreadable-secrets.ts';
import { createEmail, type Mail } from './email.ts';
import type { Channel, SendOutcome } from './notice.ts';
import { createSlack } from './slack.ts';

/** Every way to people that there is, as far as it is configured. */
export interface Channels {
  readonly configured: readonly Channel[];
  states(): Readonly<Record<Channel, ChannelState>>;
  /**
   * Sends once over a channel that is configured; Slack gets the text alone.
   *
   * @param signal ends it early
   */
  send(channel: Channel, message: Mail, signal?: AbortSignal): Promise<SendOutcome>;
}

const SLACK_SETTING = 'notifications.slack_webhook_url';
const EMAIL_SETTING = 'notifications.email.password';

/** @param env where the secrets lie that are referred to by variable */
export function createChannels(notifications: Notifications, env: NodeJS.ProcessEnv): Channels {
  const { slack_webhook_url: webhook, email } = notifications;
  const password = email?.password;
  const slackSender = webhook && createSlack({ webhookUrl: () => readSecret(webhook, SLACK_SETTING, env) });
  const emailSender =
    email &&
    createEmail({
      settings: email,
      password: () => (password === undefined ? null : readSecret(password, EMAIL_SETTING, env)),
    });
  const readable = (troubles: readonly string[]): ChannelState =>
    troubles.length === 0 ? 'usable' : 'unreadable';

  return {
    configured: [...(slackSender ? (['slack'] as const) : []), ...(emailSender ? (['email'] as const) : [])],
    states: () => ({
      slack: webhook === undefined ? 'absent' : readable(unreadableSecret(webhook, SLACK_SETTING, env)),
      email:
        email === undefined
          ? 'absent'
          : readable(password === undefined ? [] : unreadableSecret(password, EMAIL_SETTING, env)),
    }),
    async send(channel, message, signal) {
      const outcome =
        channel === 'slack' ? slackSender?.send(message.text, signal) : emailSender?.send(message, signal);
      if (outcome === undefined) throw new Error(`${channel} is not configured`);
      return outcome;
    },
  };
}
