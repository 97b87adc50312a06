import type { ListCoverage } from '../gather/gather-list.ts';
import type { DigestPart } from './digest.ts';
import type { DigestFacts } from './digest-facts.ts';
import { matters } from './system-status.ts';
import { firstOf, plural } from './wording.ts';

const SHOWN = 20;

const NAMES: Readonly<Record<ListCoverage['section'], string>> = {
  displays: 'displays',
  displayGroups: 'display groups',
  schedules: 'schedules',
  playlists: 'playlists',
  contents: 'contents',
};

/** How much of the platform was seen: what was not is not known to be well. */
export function coveragePart({ coverage, organisations, classOf }: DigestFacts): DigestPart {
  const title = 'What was seen';
  const watched = organisations.filter((org) => matters(org, classOf));
  if (watched.length === 0) {
    return { title, lines: ['No organisation is watched, only the services of the platform.'] };
  }
  const lists = coverage.filter(({ org }) => watched.includes(org));
  const cut = lists.filter(({ complete }) => !complete);
  const unseen = watched.filter((org) => !lists.some((list) => list.org === org && list.complete));
  const lines = [
    `${plural(watched.length, 'organisation')} watched, ${unseen.length === 0 ? 'each' : `${unseen.length} not`} seen.`,
    `${plural(lists.length - cut.length, 'list')} read whole${cut.length === 0 ? '' : `, ${cut.length} not`}.`,
  ];
  if (cut.length === 0) return { title, lines };
  const byOrganisation = [...Map.groupBy(cut, ({ org }) => org)];
  const { shown, more } = firstOf(byOrganisation, SHOWN);
  return {
    title,
    table: {
      columns: ['organisation', 'not whole'],
      numbers: 1,
      rows: shown.map(([org, ofIt]) => [
        { text: org, below: ofIt.map(({ section }) => NAMES[section]).join(', ') },
        `${ofIt.length} of ${lists.filter((list) => list.org === org).length}`,
      ]),
    },
    lines: [...(more === 0 ? [] : [`And ${plural(more, 'organisation')} more.`]), ...lines],
  };
}
