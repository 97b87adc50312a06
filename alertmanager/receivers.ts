import type { Way } from '../core/delivery-test/ways.ts';
import type { MonitoringPlaces } from '../prometheus/places.ts';
import type { Channels, MailChannel } from './channels.ts';

/**
 * Who can be told. Each receiver is always there, so that routes are the same whatever is configured: one whose ways
 * are not configured tells nobody.
 */
export function receivers(places: MonitoringPlaces, channels: Channels): object[] {
  const { slack, email, dead_man } = channels;
  const inSlack = (sendResolved: boolean) => (slack ? { slack_configs: [slackMessage(sendResolved)] } : {});
  const byMail = (sendResolved: boolean) => (email ? { email_configs: [mail(email, sendResolved)] } : {});
  return [
    { name: 'people', ...inSlack(true), ...byMail(true) },
    { name: 'slack', ...inSlack(true) },
    // That the announcement of a repair has ended is no news.
    { name: 'announcements', ...inSlack(false) },
    { name: 'nobody' },
    { name: 'remediator', webhook_configs: [ofRemediator(places, true)] },
    // Without "resolved": Alertmanager resolves the Watchdog exactly when Prometheus dies.
    { name: 'remediator_heartbeat', webhook_configs: [ofRemediator(places, false)] },
    // That a test is over is no news. The dead-man hook has none: to it each message is a sign of life.
    { name: testReceiver('slack'), ...inSlack(false) },
    { name: testReceiver('email'), ...byMail(false) },
    { name: testReceiver('remediator'), webhook_configs: [ofRemediator(places, false)] },
    ...(dead_man ? [{ name: 'dead_man', webhook_configs: [deadMan(dead_man.url)] }] : []),
  ];
}

/** Who is told of a test of this way, and of nothing else. */
export const testReceiver = (way: Way): string => `test_${way}`;

/** What all messages to people share; secrets are read from their files each time. */
export function channelDefaults({ slack, email }: Channels): object {
  return {
    ...(slack && { slack_api_url_file: slack.webhook_file }),
    ...(email && {
      smtp_smarthost: `${email.host}:${email.port}`,
      smtp_from: email.from,
      smtp_require_tls: email.require_tls,
      ...(email.login && {
        smtp_auth_username: email.login.user,
        smtp_auth_password_file: email.login.password_file,
      }),
    }),
  };
}

function slackMessage(sendResolved: boolean): object {
  return {
    send_resolved: sendResolved,
    username: 'Vizora Ops',
    color: '{{ template "vizora.slack.colour" . }}',
    title: '{{ template "vizora.slack.title" . }}',
    title_link: '{{ template "vizora.slack.alertmanager" . }}',
    text: '{{ template "vizora.slack.text" . }}',
    fallback: '{{ template "vizora.slack.title" . }}',
    footer: '{{ template "vizora.footer" . }}',
    // Not the text: what anybody is called must not become bold, or struck through. Links work all the same.
    mrkdwn_in: ['fallback'],
  };
}

function mail({ to }: MailChannel, sendResolved: boolean): object {
  return {
    send_resolved: sendResolved,
    to: to.join(', '),
    headers: {
      Subject: '{{ template "vizora.mail.subject" . }}',
      // Nobody's vacation notice should answer it.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
    html: '{{ template "vizora.mail.html" . }}',
    text: '{{ template "vizora.mail.text" . }}',
  };
}

function ofRemediator(places: MonitoringPlaces, sendResolved: boolean): object {
  return {
    url: `${places.remediator_url}/api/v1/alerts`,
    send_resolved: sendResolved,
    max_alerts: 0,
    http_config: {
      follow_redirects: false,
      authorization: { credentials_file: places.token_file },
    },
  };
}

function deadMan(url: string): object {
  return { url, send_resolved: false, max_alerts: 1, http_config: { follow_redirects: false } };
}
