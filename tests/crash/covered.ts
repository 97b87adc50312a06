import { CHECKPOINT } from '../../core/journal/checkpoint.ts';
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
