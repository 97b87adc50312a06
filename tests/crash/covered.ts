import { CHECKPOINT } from '../../core/journal/checkpoint.ts';
import { ACTION_NAMES, type ActionName } from '../../remediator/action.ts';
import { RECORD_KINDS } from '../../remediator/ledger/journal.ts';

/** Which writes of the journal no kill came just before, or just after: one sentence for each. */
export function uncovered(kills: readonly string[]): string[] {
  const commits = kills.map((moment) => {
    const [when = '', kinds = ''] = moment.split(' commit: ');
    return { when, kinds: kinds.split(' ') };
  });
  return [...RECORD_KINDS, CHECKPOINT].flatMap((kind) =>
    ['before', 'after']
      .filter((when) => !commits.some((commit) => commit.when === when && commit.kinds.includes(kind)))
      .map((when) => `no process was killed just ${when} it wrote a record of the kind ${kind}`),
  );
}

/** Actions that the simulated world has nothing for, each with the reason. */
export const NOT_SIMULATED: Readonly<Partial<Record<ActionName, string>>> = {};

/** Which actions never acted, although the simulated world has something for them: one sentence for each. */
export function idle(acted: Readonly<Record<string, number>>): string[] {
  return ACTION_NAMES.filter((action) => !(action in NOT_SIMULATED) && (acted[action] ?? 0) === 0).map(
    (action) => `no run came to an act of ${action}`,
  );
}
