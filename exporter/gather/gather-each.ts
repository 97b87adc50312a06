import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { VizoraError } from '../../core/vizora/errors.ts';
import type { OrganisationApi } from '../../core/vizora/organisation.ts';
import type { OrganisationReading, Reading } from '../snapshot.ts';
import type { WatchedOrganisation } from '../watched-organisation.ts';

export interface EachGatherOptions<T> {
  readonly organisations: readonly WatchedOrganisation[];
  ask(api: OrganisationApi): Promise<T>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Asks every organisation the same question at once; trouble with one never touches the others. */
export function gatherEach<T>({ organisations, ask, clock, log }: EachGatherOptions<T>) {
  async function readingOf(organisation: WatchedOrganisation): Promise<Reading<T>> {
    const at = clock.now();
    try {
      await organisation.learnSlug();
      return { at, value: await ask(organisation.api) };
    } catch (error) {
      if (!(error instanceof VizoraError))
        log.error({ err: error, org: organisation.slug() }, 'question failed');
      return { at, value: null, detail: error instanceof Error ? error.message : String(error) };
    }
  }
  return (): Promise<readonly OrganisationReading<T>[]> =>
    Promise.all(
      organisations.map(async (organisation) => {
        const reading = await readingOf(organisation);
        return { org: organisation.slug(), reading };
      }),
    );
}
