import type { Cell, Digest, DigestPart } from './digest.ts';

const WIDTH = 72;

/** A digest as plain text, in columns for a font of fixed width. */
export function digestText({ status, headline, figures, parts, footer }: Digest): string {
  return [
    `Vizora Ops: ${status}`,
    ...wrapped(headline),
    '',
    figures.map(({ label, value }) => `${value} ${label}`).join(', '),
    ...parts.flatMap((part) => ['', part.title, '-'.repeat(part.title.length), ...bodyOf(part)]),
    '',
    ...wrapped(footer),
    '',
  ].join('\n');
}

const bodyOf = ({ table, lines = [] }: DigestPart): string[] => [
  ...(table === undefined ? [] : columnsOf(table)),
  ...lines.flatMap((line) => wrapped(line)),
];

function columnsOf({ columns, rows, numbers }: NonNullable<DigestPart['table']>): string[] {
  const all = [columns, ...rows].map((cells) => cells.map(oneLineOf));
  const widths = columns.map((_, i) => Math.max(...all.map((cells) => cells[i]?.length ?? 0)));
  return all.map((cells) =>
    cells
      .map((cell, i) => {
        const width = widths[i] ?? 0;
        return i >= columns.length - numbers ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

const oneLineOf = (cell: Cell): string =>
  typeof cell === 'string' ? oneLine(cell) : `${oneLine(cell.text)}: ${oneLine(cell.below)}`;

const oneLine = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, ' ');

function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of oneLine(text).split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
