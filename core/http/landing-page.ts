import { escapeHtml } from './escape-html.ts';

/** A table of the landing page; everything in it is text, never markup. */
export interface LandingTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Landing {
  readonly title: string;
  /** What this process is for, and what a person may do next; one paragraph each. */
  readonly about?: readonly string[];
  readonly links: readonly { readonly href: string; readonly text: string }[];
  /** Made anew for each visit. */
  tables?(): readonly LandingTable[];
}

const STYLE =
  ':root{color-scheme:light dark}' +
  'body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem}' +
  'ul{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;list-style:none;padding:0}' +
  'table{border-collapse:collapse;margin:1rem 0}caption{text-align:left;font-weight:600}' +
  'td,th{border:1px solid #8886;padding:.25rem .6rem;text-align:left;vertical-align:top}';

/** A moment as the page writes it, or a dash; people compare it with the log, so it is UTC and says so. */
export const moment = (at: number | null): string =>
  at === null
    ? '–'
    : new Date(at)
        .toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z$/, ' UTC');

/** The page at `/`, for people who open the address in a browser. */
export function landingPage({ title, about = [], links, tables }: Landing): string {
  const list = links.map(
    ({ href, text }) => `<li><a href="${escapeHtml(href)}">${escapeHtml(text)}</a></li>`,
  );
  return htmlPage(title, about, [`<ul>${list.join('')}</ul>`, ...(tables?.() ?? []).map(tableHtml)]);
}

/** A page in our one style. @param body markup, where all else is text */
export function htmlPage(title: string, about: readonly string[], body: readonly string[]): string {
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>`,
    `<body><h1>${escapeHtml(title)}</h1>`,
    ...about.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
    ...body,
    '</body></html>',
    '',
  ].join('\n');
}

/** The markup of a table. */
export function tableHtml({ caption, columns, rows }: LandingTable): string {
  const row = (cells: readonly string[], tag: 'td' | 'th') =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  if (rows.length === 0) return `<p><strong>${escapeHtml(caption)}</strong></p>`;
  return [
    `<table><caption>${escapeHtml(caption)}</caption>`,
    `<thead>${row(columns, 'th')}</thead>`,
    `<tbody>${rows.map((cells) => row(cells, 'td')).join('')}</tbody></table>`,
  ].join('');
}
