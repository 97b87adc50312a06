import Table from 'cli-table3';
import pc from 'picocolors';
import type { Row } from './row.ts';
import type { Result } from './run-row.ts';

/** What people read at the end: each difference, what was not checked and why, and the sum. */
export function report(found: readonly Result[], order: readonly Row[]): string {
  const results = found.toSorted((a, b) => order.indexOf(a.row) - order.indexOf(b.row));
  const differing = results.filter((result) => result.verdict === 'differs');
  const unchecked = results.filter((result) => result.verdict === 'not_checked');
  const holding = results.length - differing.length - unchecked.length;
  const parts: string[] = [];

  if (differing.length > 0) {
    const table = new Table({
      head: ['what must hold', 'where', 'expected', 'got'].map((word) => pc.bold(word)),
      colWidths: [44, 26, 36, 44],
      wordWrap: true,
      wrapOnWordBoundary: false,
      style: { head: [], border: [] },
    });
    for (const { row, differences } of differing)
      for (const [i, { where, expected, got }] of differences.entries())
        table.push([i === 0 ? row.says : '', where, expected, got]);
    parts.push(table.toString());
  }

  const reasons = Map.groupBy(unchecked, ({ reason }) => reason);
  for (const [reason, ofReason] of reasons)
    parts.push([`Not checked, since ${reason}:`, ...ofReason.map(({ row }) => `  - ${row.says}`)].join('\n'));

  parts.push(
    `${results.length} behaviours: ${pc.green(`${holding} hold`)}, ` +
      `${differing.length > 0 ? pc.red(`${differing.length} differ`) : '0 differ'}, ${unchecked.length} not checked.`,
  );
  return parts.join('\n\n');
}
