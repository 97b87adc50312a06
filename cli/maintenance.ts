import { Announced } from './answers.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit.ts';
import { moment, plain } from './print-table.ts';

/** Holds the machine for a time, which ends by itself: for scripts that deploy. */
export const startMaintenance =
  (duration: string, reason: string): Run =>
  async ({ remediator, json, print }) => {
    const answer = await remediator.post('/maintenance', { for: duration, reason }, Announced);
    if (json) print(JSON.stringify(answer, null, 2));
    else {
      const until = answer.maintenance
        .map((one) => one.until)
        .sort()
        .at(-1);
      print(`Nothing is repaired until ${until === undefined ? 'you say so' : moment(until)}.`);
      for (const trouble of answer.untold) print(`Alertmanager does not show it: ${plain(trouble, 300)}`);
    }
    return EXIT.good;
  };

/** Ends what was announced; a window of the configuration stays. */
export const endMaintenance: Run = async ({ remediator, json, print }) => {
  const answer = await remediator.post('/maintenance/end', {}, Announced);
  if (json) print(JSON.stringify(answer, null, 2));
  else if (answer.maintenance.length === 0) print('Ended: repair goes on.');
  else print(answer.maintenance.map(stillInForce).join('\n'));
  return answer.maintenance.length === 0 ? EXIT.good : EXIT.bad;
};

const stillInForce = ({ reason, until }: { reason: string; until: string }): string =>
  `Still in force until ${moment(until)}: ${plain(reason, 300)}.`;
