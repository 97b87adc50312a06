import Table from 'cli-table3';
import pc from 'picocolors';

const WIDEST_CELL = 60;

/** A table for people; what stands in it came from elsewhere, and is stripped of what a terminal obeys. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const printed = new Table({
    head: columns.map((column) => pc.bold(column)),
    style: { head: [], border: [] },
    wordWrap: true,
  });
  for (const row of rows) printed.push(row.map((cell) => plain(cell)));
  return printed.toString();
}

/** Text that a terminal shows and does not obey, cut where it would be too long for a cell. */
export function plain(text: string, widest = WIDEST_CELL): string {
  const shown = text.replace(/\p{C}+/gu, ' ');
  return shown.length > widest ? `${shown.slice(0, widest - 1)}…` : shown;
}

/** Green for what helped, red for what did not, yellow for what is open. */
export function coloured(word: string): string {
  if (['fixed', 'act', 'heartbeat'].includes(word)) return pc.green(word);
  if (['not_fixed', 'failed', 'unknown'].includes(word)) return pc.red(word);
  return word === 'in progress' ? pc.yellow(word) : word;
}
