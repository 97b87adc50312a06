import { OrganisationSlug } from '../core/config/values.ts';
import { type Family, type Labels, sampleLine } from '../core/metrics/family.ts';
import type { KnownOrganisation } from '../core/vizora/known-organisation.ts';
import type { KnownOrganisations } from './known-organisations.ts';
import { classOf, isLearned, type WatchedOrganisation } from './watched-organisation.ts';

/** A platform may have any number; those that nobody watches are shown first, all are counted. */
const MOST_SERIES = 200;

/** Which of the platform's organisations are looked at. Nothing while the platform has not told which there are. */
export function knownOrganisationFamilies(
  known: KnownOrganisations | null,
  watched: readonly WatchedOrganisation[],
): Family[] {
  const all = known?.organisations ?? [];
  const slugs = new Set(watched.map(({ slug }) => slug()));
  const isWatched = ({ slug }: KnownOrganisation) => slugs.has(slug);
  const unwatched = all.filter((organisation) => !isWatched(organisation));
  const displays = unwatched.reduce((sum, { _count }) => sum + _count.displays, 0);
  // Which one an account belongs to may not be known yet: then none can be said to be unwatched.
  const comparable = known !== null && watched.every(isLearned);
  const only = (told: boolean, samples: readonly Sample[]) => (told ? samples : []);
  return [
    family(
      'vizora_organizations_known',
      'Organisations that the platform has.',
      only(known !== null, [[{}, all.length]]),
    ),
    family(
      'vizora_organizations_known_timestamp_seconds',
      'Unix time at which the platform last told which organisations it has.',
      known === null ? [] : [[{}, known.at / 1_000]],
    ),
    family(
      'vizora_organizations_unwatched',
      'Organisations of the platform that are not looked at.',
      only(comparable, [[{}, unwatched.length]]),
    ),
    family(
      'vizora_displays_unwatched',
      'Displays of the organisations that are not looked at.',
      only(comparable, [[{}, displays]]),
    ),
    family(
      'vizora_organization_watched',
      `1 if the organisation is looked at, else 0; of at most ${MOST_SERIES}, those with 0 and most displays first.`,
      only(
        comparable,
        shown(all, isWatched).map((organisation): Sample => {
          const { slug } = organisation;
          return [{ org: slug, org_class: classOf(slug, watched) }, Number(isWatched(organisation))];
        }),
      ),
    ),
  ];
}

type Sample = readonly [labels: Labels, value: number];

/** What is no slug is counted, and is no label. */
function shown(
  all: readonly KnownOrganisation[],
  isWatched: (organisation: KnownOrganisation) => boolean,
): readonly KnownOrganisation[] {
  return all
    .filter(({ slug }) => OrganisationSlug.safeParse(slug).success)
    .sort(
      (a, b) =>
        Number(isWatched(a)) - Number(isWatched(b)) ||
        b._count.displays - a._count.displays ||
        (a.slug < b.slug ? -1 : 1),
    )
    .slice(0, MOST_SERIES);
}

const family = (name: string, help: string, samples: readonly Sample[]): Family => ({
  name,
  help,
  type: 'gauge',
  lines: samples.map(([labels, value]) => sampleLine(name, labels, value)),
});
