import pc from 'picocolors';
import { type Explanations, Explanations as Schema } from './answers.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit.ts';
import { remediationTable } from './list-remediations.ts';
import { coloured, moment, plain, table } from './print-table.ts';

const WIDEST_LINE = 300;

/** Who brought the question up. */
const ASKED = {
  webhook: 'by Alertmanager',
  reconcile: 'by our own look at Alertmanager',
  again: 'once more by ourselves, after a wait,',
  timetable: 'by the timetable, since no alert asks for it,',
} as const;

/** Why was this done, or not: each gate with what it saw. */
export const explain =
  (about: string): Run =>
  async ({ remediator, json, print }) => {
    const found = await remediator.get(`/remediations/${encodeURIComponent(about)}/explain`, Schema);
    if (json) print(JSON.stringify(found, null, 2));
    else print(found.explanations.map(explained).join('\n\n'));
    return EXIT.good;
  };

function explained({ decision, remediation, sentence }: Explanations['explanations'][number]): string {
  const { id, at, source, incident, org, target_kind, target_id, action, reason, repeats, last_at } =
    decision;
  const again =
    repeats === 0
      ? ''
      : ` The same ${repeats === 1 ? 'once' : `${repeats} times`} more, last at ${moment(last_at)}.`;
  const lines = [
    pc.bold(
      `${id}: ${plain(`${action} for ${incident} of ${target_kind}/${target_id} (${org})`, WIDEST_LINE)}`,
    ),
    `Asked ${ASKED[source]} at ${moment(at)}. Decided: ${coloured(decision.decision).shown}, ${reason}. ${sentence}${again}`,
    table(
      ['gate', '', 'what it saw'],
      decision.gates.map(({ gate, passed, saw }) => [gate, coloured(passed ? 'yes' : 'no'), saw]),
    ),
  ];
  if (remediation !== null) lines.push(remediationTable([remediation]));
  return lines.join('\n');
}
