/** A table of the landing page; everything in it is text, never markup. */
export interface LandingTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Landing {
  readonly title: string;
  readonly links: readonly { readonly href: string; readonly text: string }[];
  /** Made anew for each visit. */
  tables?(): readonly LandingTable[];
}

const STYLE =
  'body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}' +
  'table{border-collapse:collapse;margin:1rem 0}caption{text-align:left;font-weight:600}' +
  'td,th{border:1px solid #ccc;padding:.25rem .6rem;text-align:left}';

/** The page at `/`, for people who open the address in a browser. */
export function landingPage({ title, links, tables }: Landing): string {
  const list = links.map(
    ({ href, text }) => `<li><a href="${escapeHtml(href)}">${escapeHtml(text)}</a></li>`,
  );
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>`,
    `<body><h1>${escapeHtml(title)}</h1>`,
    `<ul>${list.join('')}</ul>`,
    ...(tables?.() ?? []).map(tableHtml),
    '</body></html>',
    '',
  ].join('\n');
}

function tableHtml({ caption, columns, rows }: LandingTable): string {
  const row = (cells: readonly string[], tag: 'td' | 'th') =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  return [
    `<table><caption>${escapeHtml(caption)}</caption>`,
    `<thead>${row(columns, 'th')}</thead>`,
    `<tbody>${rows.map((cells) => row(cells, 'td')).join('')}</tbody></table>`,
  ].join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);
