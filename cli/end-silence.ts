import { askEach, demandAll } from './ask-each.ts';
import { RefusedError } from './ask-remediator.ts';
import { EXIT } from './exit.ts';
import { describeMatchers, knownSilences } from './known-silences.ts';
import { plain } from './print-table.ts';
import type { RunOnSilences } from './silence-context.ts';

const WIDEST_LINE = 500;

/** Ends a silence in every Alertmanager, by any of its ids. */
export const endSilence =
  (id: string): RunOnSilences =>
  async ({ alertmanagers, json, print }) => {
    const answers = await askEach(alertmanagers, (one) => one.silences());
    const known = knownSilences(answers).find(({ ids }) => ids.includes(id));
    if (known === undefined) {
      demandAll(answers, 'asked');
      throw new RefusedError(404, `no silence "${id}" is in force; silence list shows what is`);
    }
    const ended = await askEach(alertmanagers, async (one) => {
      for (const silence of await one.silences()) {
        if (silence.status.state !== 'expired' && known.ids.includes(silence.id)) {
          await one.endSilence(silence.id);
        }
      }
    });
    if (json) {
      const alertmanagers = ended.answered.map(({ alertmanager }) => alertmanager);
      print(JSON.stringify({ ids: known.ids, ended: alertmanagers, failed: ended.failed }, null, 2));
    } else if (ended.failed.length === 0) {
      print(`Ended: ${plain(describeMatchers(known.matchers), WIDEST_LINE)}`);
    }
    demandAll(ended, 'ended');
    return EXIT.good;
  };
