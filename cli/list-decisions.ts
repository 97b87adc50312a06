import { Decisions } from './answers.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit.ts';
import { coloured, table } from './print-table.ts';

/** What was decided about alerts, in order. */
export const listDecisions =
  (limit: number): Run =>
  async ({ remediator, json, print }) => {
    const { decisions } = await remediator.get(`/decisions?limit=${limit}`, Decisions);
    if (json) print(JSON.stringify({ decisions }, null, 2));
    else if (decisions.length === 0) print('No alert has been decided about yet.');
    else {
      print(
        table(
          ['id', 'at', 'from', 'incident', 'target', 'decision', 'reason', 'again'],
          decisions.map((one) => [
            one.id,
            one.at,
            one.source,
            one.incident,
            `${one.target_kind}/${one.target_id}`,
            coloured(one.decision),
            one.reason,
            one.repeats === 0 ? '' : `${one.repeats} times`,
          ]),
        ),
      );
    }
    return EXIT.good;
  };
