import { askEach, demandAll } from './ask-each.ts';
import { EXIT } from './exit.ts';
import { describeMatchers, knownSilences } from './known-silences.ts';
import { moment, plain, table } from './print-table.ts';
import type { RunOnSilences } from './silence-context.ts';

const WIDEST = 200;

/** What is silenced, by whom, until when and why; also what only some Alertmanagers know of. */
export const listSilences: RunOnSilences = async ({ alertmanagers, json, print }) => {
  const answers = await askEach(alertmanagers, (one) => one.silences());
  const silences = knownSilences(answers);
  if (json) print(JSON.stringify({ silences, failed: answers.failed }, null, 2));
  else if (silences.length > 0) {
    print(
      table(
        ['id', 'state', 'until', 'by', 'what', 'why'],
        silences.map(({ ids, state, ends_at, created_by, matchers, comment }) => [
          ids[0] ?? '',
          state,
          moment(ends_at),
          created_by,
          { shown: plain(describeMatchers(matchers), WIDEST) },
          { shown: plain(comment, WIDEST) },
        ]),
      ),
    );
  } else if (answers.failed.length === 0) print('Nothing is silenced.');
  demandAll(answers, 'asked');
  return EXIT.good;
};
