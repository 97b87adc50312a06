import pc from 'picocolors';
import { Status as Schema, type Status } from './answers.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit.ts';
import { proposalTable } from './list-proposals.ts';
import { remediationTable } from './list-remediations.ts';
import { moment, plain, table } from './print-table.ts';

/** What is in force and in progress; bad when people have something to do. */
export const status: Run = async ({ remediator, json, print }) => {
  const found = await remediator.get('/status', Schema);
  print(json ? JSON.stringify(found, null, 2) : described(found));
  const waiting = found.stops.length + found.escalated.length + found.awaiting_approval.length;
  return waiting > 0 ? EXIT.bad : EXIT.good;
};

function described(found: Status): string {
  const { mode, modes, stops, maintenance, in_progress, escalated, awaiting_approval } = found;
  const others = Object.entries(modes).filter(([, one]) => one !== mode);
  const lines = [`Mode: ${mode}`, ...others.map(([action, one]) => `  but ${action}: ${one}`)];
  if (mode === 'approve') lines.push('A person is asked before each repair.');
  else if (mode !== 'act') lines.push('Nothing is changed on the platform until remediator.mode says act.');
  for (const { source, reason } of stops) lines.push(pc.red(`Stopped by ${source}: ${plain(reason, 500)}`));
  for (const { source, reason, until } of maintenance) {
    lines.push(pc.yellow(`Maintenance (${source}) until ${moment(until)}: ${plain(reason, 500)}`));
  }
  if (in_progress.length > 0) lines.push('In progress:', remediationTable(in_progress));
  else lines.push('Nothing is in progress.');
  if (awaiting_approval.length > 0) {
    lines.push('Waiting for approval:', proposalTable(awaiting_approval));
  }
  if (escalated.length > 0) {
    const rows = escalated.map(({ org, incident, target_kind, target_id, reason, since }) => [
      org,
      incident,
      `${target_kind}/${target_id}`,
      reason,
      moment(since),
    ]);
    lines.push(
      'Given over to people:',
      table(['organisation', 'incident', 'target', 'reason', 'since'], rows),
    );
  } else if (stops.length + awaiting_approval.length === 0) lines.push('Nothing waits for people.');
  return lines.join('\n');
}
