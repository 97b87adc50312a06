import { Decisions } from './answers.ts';
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
            one.reason,
            one.repeats === 0 ? '' : `${one.repeats}×`,
          ]),
        ),
      );
    }
    return EXIT.good;
  };
