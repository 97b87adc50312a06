import type { Clock } from '../../core/clock.ts';
import type { OrganisationApi } from '../../core/vizora/organisation.ts';
import type { OrganisationReading, Reading } from '../snapshot.ts';
import type { WatchedOrganisation } from '../watched-organisation.ts';
import { takeReading } from './take-reading.ts';

export interface EachGatherOptions<T> {
  readonly organisations: readonly WatchedOrganisation[];
  ask(api: OrganisationApi): Promise<T>;
  readonly clock: Clock;
}

/** Asks every organisation the same question at once; trouble with one never touches the others. */
export function gatherEach<T>({ organisations, ask, clock }: EachGatherOptions<T>) {
  const readingOf = (organisation: WatchedOrganisation): Promise<Reading<T>> =>
    takeReading(async () => {
      await organisation.learnSlug();
      return ask(organisation.api);
    }, clock);
  return (): Promise<readonly OrganisationReading<T>[]> =>
    Promise.all(
      organisations.map(async (organisation) => {
        const reading = await readingOf(organisation);
        return { org: organisation.slug(), reading };
      }),
    );
}
