import { type Decision, Decisions } from './answers.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit.ts';
import { coloured, moment, table } from './print-table.ts';

/** What was decided about alerts, in order; heartbeats and ends of alerts only when `all` are asked for. */
export const listDecisions =
  ({ limit, all }: { readonly limit: number; readonly all: boolean }): Run =>
  async ({ remediator, json, print }) => {
    const { decisions } = await remediator.get(`/decisions?limit=${limit}&routine=${all}`, Decisions);
    if (json) print(JSON.stringify({ decisions }, null, 2));
    else if (decisions.length === 0) print('No alert has been decided about yet.');
    else {
      print(
        table(
          ['id', 'at', 'incident', 'target', 'action', 'decision', 'reason', 'again'],
          decisions.map((one) => [
            one.id,
            moment(one.at),
            one.incident,
            `${one.target_kind}/${one.target_id}`,
            one.action,
            coloured(one.decision),
            reasonOf(one),
            one.repeats === 0 ? '' : `${one.repeats}×`,
          ]),
        ),
      );
    }
    return EXIT.good;
  };

/** Where only the policy stood against it, what would have been done without: the other gates were asked, too. */
function reasonOf({ reason, gates }: Decision): string {
  if (reason !== 'observe') return reason;
  const against = gates.find(({ gate, passed }) => !passed && gate !== 'mode');
  return against === undefined ? 'observe, else act' : `observe, and ${against.gate}`;
}
