import type { Channels } from './channels.ts';

/** Everything that can be configured. */
export const everyChannel = {
  slack: { webhook_file: '/run/secrets/slack.url' },
  email: {
    host: 'smtp.example.com',
    port: 587,
    from: 'vizora-ops@example.com',
    to: ['ann@example.com', 'bob@example.com'],
    login: { user: 'vizora-ops@example.com', password_file: '/run/secrets/smtp.password' },
    require_tls: true,
  },
  dead_man: { url: 'https://dead-man.example/ping/1' },
  timezone: 'Europe/Berlin',
} as const satisfies Channels;

export const eachChannelAlone: readonly Channels[] = [
  { slack: everyChannel.slack },
  { email: everyChannel.email },
  { dead_man: everyChannel.dead_man },
];
