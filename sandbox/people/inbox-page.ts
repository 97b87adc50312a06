import { escapeHtml } from '../../core/http/escape-html.ts';
import { htmlPage, moment } from '../../core/http/landing-page.ts';
import { slackHtml } from './slack-html.ts';
import type { SlackStandIn } from './slack-stand-in.ts';
import type { ReceivedMail } from './smtp-receiver.ts';

/** All that reached people, the newest first. */
export function inboxPage(slack: SlackStandIn['messages'], mails: readonly ReceivedMail[]): string {
  const messages = slack.map((message) => ({
    at: message.at,
    way: 'Slack',
    markup: slackHtml(message),
  }));
  const letters = mails.map(({ at, to, parsed }, i) => ({
    at,
    way: 'mail',
    markup:
      `<p>To ${escapeHtml(to.join(', '))}: ` +
      `<a href="/mails/${i + 1}">${escapeHtml(parsed.subject ?? 'without a subject')}</a></p>`,
  }));
  const all = [...messages, ...letters].sort((a, b) => b.at - a.at);
  return htmlPage(
    'What people were told',
    [all.length === 0 ? 'Nothing yet.' : 'The newest first.'],
    all.map(
      ({ at, way, markup }) =>
        `<h2 style="font-size:1rem;margin:2rem 0 .5rem">${moment(at)}, by ${way}</h2>${markup}`,
    ),
  );
}

/** The mail at `/mails/1` as its HTML, or as text where it has none; null when there is no such mail. */
export function mailPage(path: string, mails: readonly ReceivedMail[]): string | null {
  const [, number] = /^\/mails\/(\d+)$/.exec(path) ?? [];
  const mail = number === undefined ? undefined : mails[Number(number) - 1];
  if (mail === undefined) return null;
  const { html, text, subject } = mail.parsed;
  return html ?? htmlPage(subject ?? 'Without a subject', [], [`<pre>${escapeHtml(text ?? '')}</pre>`]);
}
