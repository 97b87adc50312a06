import Table from 'cli-table3';
import pc from 'picocolors';

const WIDEST_CELL = 60;

const NO_LINES = ['top', 'bottom', 'left', 'right', 'mid']
  .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`])
  .concat('left-mid', 'mid-mid', 'right-mid');

/** A row a line: what is wide is rather read, copied and searched than framed. */
const STYLE = {
  chars: { ...Object.fromEntries(NO_LINES.map((part) => [part, ''])), middle: '  ' },
  style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
};

/** A word that we chose ourselves, with the colour that a terminal shows it in. */
export interface Coloured {
  readonly shown: string;
}

/** A table for people; what stands in it came from elsewhere, and is stripped of what a terminal obeys. */
export function table(columns: readonly string[], rows: readonly (readonly (string | Coloured)[])[]): string {
  const printed = new Table({ ...STYLE, head: columns.map((column) => pc.bold(column)) });
  for (const row of rows) {
    printed.push(row.map((cell) => (typeof cell === 'string' ? plain(cell) : cell.shown)));
  }
  return printed.toString().replace(/ +$/gm, '');
}

/** A moment of the API, to the second and in UTC as the API has it. */
export const moment = (at: string): string => at.replace('T', ' ').replace(/\.\d+Z$/, 'Z');

/** Text that a terminal shows and does not obey, cut where it would be too long for a cell. */
export function plain(text: string, widest = WIDEST_CELL): string {
  const shown = text.replace(/\p{C}+/gu, ' ');
  return shown.length > widest ? `${shown.slice(0, widest - 1)}…` : shown;
}

/** Green for what helped, red for what did not, yellow for what is open. */
export function coloured(word: string): Coloured {
  return { shown: colourOf(word)(plain(word)) };
}

function colourOf(word: string): (text: string) => string {
  if (['fixed', 'act', 'heartbeat', 'yes', 'delivered'].includes(word)) return pc.green;
  if (['not_fixed', 'failed', 'unknown', 'no', 'not_tried', 'held'].includes(word)) return pc.red;
  return word === 'in progress' ? pc.yellow : String;
}
