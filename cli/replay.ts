import { readFileSync } from 'node:fs';
import pc from 'picocolors';
import { type Tried, TriedAll } from './answers.ts';
import { UsageError } from './ask-remediator.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit.ts';
import { coloured, plain, table } from './print-table.ts';

/** Each alert costs careful looks, seconds apart. */
const WITHIN_MS = 120_000;
const WIDEST_LINE = 500;
const WOULD: Readonly<Record<Tried['would'], string>> = {
  act: 'would be repaired',
  ask_a_person: 'a person would be asked',
  refuse: 'would be refused',
  nothing: 'asks for nothing',
};

/** What would be done about the alerts of a webhook's payload, now, changing nothing; bad when any would be refused. */
export const replay =
  (file: string): Run =>
  async ({ remediator, json, print }) => {
    const { tried } = await remediator.post('/dry-run', payloadIn(file), TriedAll, WITHIN_MS);
    if (json) print(JSON.stringify({ tried }, null, 2));
    else if (tried.length === 0) print('There is no alert in it.');
    else print(tried.map(described).join('\n\n'));
    return tried.some(({ would }) => would === 'refuse') ? EXIT.bad : EXIT.good;
  };

function payloadIn(file: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} is no payload of a webhook (${why})`);
  }
}

function described({ action, incident, org, target_kind, target_id, ...tried }: Tried): string {
  const { would, reason, sentence, plan, before, gates } = tried;
  return [
    pc.bold(plain(`${action} for ${incident} of ${target_kind}/${target_id} (${org})`, WIDEST_LINE)),
    `${WOULD[would]}: ${reason}. ${sentence}`,
    table(
      ['gate', '', 'what it saw'],
      gates.map(({ gate, passed, saw }) => [gate, coloured(passed ? 'yes' : 'no'), saw]),
    ),
    ...(plan === null
      ? []
      : [
          `plan: ${plain(JSON.stringify(plan), WIDEST_LINE)}`,
          `before: ${plain(JSON.stringify(before), WIDEST_LINE)}`,
        ]),
  ].join('\n');
}
