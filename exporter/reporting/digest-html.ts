import { escapeHtml } from '../../core/http/escape-html.ts';
import type { Cell, Digest, DigestPart } from './digest.ts';
import type { SystemStatus } from './system-status.ts';

/** With white letters on it, in light and in dark. */
const COLOURS: Readonly<Record<SystemStatus, string>> = {
  HEALTHY: '#1b7f3b',
  DEGRADED: '#a45f00',
  CRITICAL: '#b3261e',
  UNKNOWN: '#5f6368',
};

/** Readable on white and on black, since mail programs choose. */
const FAINT = '#7a7a7a';
const LINE = '#8c8c8c';
const FONT = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/**
 * A digest as a page for mail programs: styles stand at the elements, since many programs drop all others, and
 * neither letters nor ground have a colour of their own, so that a dark program stays dark.
 */
export function digestHtml({ subject, status, headline, figures, parts, footer }: Digest): string {
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escapeHtml(subject)}</title></head>`,
    `<body style="margin:0;padding:0;font-family:${FONT};font-size:15px;line-height:1.45">`,
    '<div style="max-width:640px;margin:0 auto;padding:20px 16px">',
    `<div style="font-size:13px;color:${FAINT}">Vizora Ops, the last 24 hours</div>`,
    `<div style="margin:10px 0 6px"><span style="display:inline-block;padding:4px 12px;border-radius:4px;`,
    `background-color:${COLOURS[status]};color:#ffffff;font-size:18px;font-weight:600">${status}</span></div>`,
    `<div>${escapeHtml(headline)}</div>`,
    figuresHtml(figures),
    ...parts.map(partHtml),
    `<p style="margin:28px 0 0;padding-top:10px;border-top:1px solid ${LINE};font-size:13px;color:${FAINT}">`,
    `${escapeHtml(footer)}</p>`,
    '</div></body></html>',
    '',
  ].join('\n');
}

function figuresHtml(figures: Digest['figures']): string {
  const cells = figures.map(
    ({ label, value }) =>
      `<td style="padding:10px 8px 10px 0;width:25%;vertical-align:top">` +
      `<div style="font-size:22px;font-weight:600;line-height:1.2">${escapeHtml(value)}</div>` +
      `<div style="font-size:13px;color:${FAINT}">${escapeHtml(label)}</div></td>`,
  );
  return `<table role="presentation" style="border-collapse:collapse;table-layout:fixed;margin:8px 0 0;width:100%"><tr>${cells.join('')}</tr></table>`;
}

function partHtml({ title, table, lines = [] }: DigestPart): string {
  return [
    `<h2 style="margin:26px 0 6px;font-size:16px;font-weight:600">${escapeHtml(title)}</h2>`,
    ...(table === undefined ? [] : [tableHtml(table)]),
    ...lines.map((line) => `<p style="margin:6px 0">${escapeHtml(line)}</p>`),
  ].join('\n');
}

function tableHtml({ columns, rows, numbers }: NonNullable<DigestPart['table']>): string {
  const row = (cells: readonly Cell[], tag: 'td' | 'th') =>
    `<tr>${cells.map((cell, i) => cellHtml(cell, tag, i >= columns.length - numbers)).join('')}</tr>`;
  return [
    '<table style="border-collapse:collapse;width:100%;font-size:14px">',
    row(columns, 'th'),
    ...rows.map((cells) => row(cells, 'td')),
    '</table>',
  ].join('\n');
}

/** Names break anywhere rather than push the page beyond a narrow window; numbers stay in one piece. */
function cellHtml(cell: Cell, tag: 'td' | 'th', isNumber: boolean): string {
  const { text, below } = typeof cell === 'string' ? { text: cell, below: '' } : cell;
  const place = isNumber
    ? 'text-align:right;white-space:nowrap;width:70px;padding:5px 0 5px 12px'
    : 'text-align:left;overflow-wrap:anywhere;padding:5px 8px 5px 0';
  const look =
    tag === 'th' ? `font-weight:400;font-size:13px;color:${FAINT}` : `border-top:1px solid ${LINE}`;
  const faint = text === '0' ? `;color:${FAINT}` : '';
  const remark = below === '' ? '' : `<div style="font-size:13px;color:${FAINT}">${escapeHtml(below)}</div>`;
  return `<${tag} style="${place};vertical-align:top;${look}${faint}">${escapeHtml(text)}${remark}</${tag}>`;
}
