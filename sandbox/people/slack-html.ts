import { escapeHtml } from '../../core/http/escape-html.ts';
import type { SlackAttachment, SlackPayload } from './slack-payload.ts';

const NAMED: Readonly<Record<string, string>> = { good: '#2eb886', warning: '#daa038', danger: '#a30200' };

/** A message much as Slack would show it: a bar in its colour, links as links, and all else as text. */
export function slackHtml({ text, attachments }: SlackPayload): string {
  return (
    (text === '' ? '' : `<pre>${escapeHtml(decoded(text))}</pre>`) + attachments.map(attachmentHtml).join('')
  );
}

function attachmentHtml({ color, title, title_link, pretext, text, footer }: SlackAttachment): string {
  const bar = NAMED[color] ?? (color === '' ? '#8888' : `#${color.replace('#', '')}`);
  const heading =
    title_link === ''
      ? escapeHtml(decoded(title))
      : `<a href="${escapeHtml(title_link)}">${escapeHtml(decoded(title))}</a>`;
  return [
    ...(pretext === '' ? [] : [`<p>${linked(pretext)}</p>`]),
    `<div style="border-left:4px solid ${bar};padding:.1rem 0 .1rem .75rem;max-width:44rem;overflow-wrap:anywhere">`,
    `<strong>${heading}</strong>`,
    `<div style="white-space:pre-line">${linked(text)}</div>`,
    `<small style="opacity:.7">${escapeHtml(decoded(footer))}</small></div>`,
  ].join('');
}

/** Slack's own marks: `<address|words>` is a link, `<!date^…|words>` a moment; a mention would be shown as what it is. */
function linked(text: string): string {
  return text
    .split(/(<[^<>]*>)/)
    .map((part) => {
      const [, target = '', words = target] = /^<([^|]*)(?:\|(.*))?>$/s.exec(part) ?? [];
      if (target === '') return escapeHtml(decoded(part));
      if (target.startsWith('!date^')) return escapeHtml(decoded(words));
      if (/^[!@#]/.test(target)) return `<mark>${escapeHtml(decoded(words))}</mark>`;
      return `<a href="${escapeHtml(decoded(target))}">${escapeHtml(decoded(words))}</a>`;
    })
    .join('');
}

const decoded = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
