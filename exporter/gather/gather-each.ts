import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { VizoraError } from '../../core/vizora/errors.ts';
import type { OrganisationApi } from '../../core/vizora/organisation.ts';
import type { OrganisationReading, Reading, Section } from '../snapshot.ts';
import type { WatchedOrganisation } from '../watched-organisation.ts';
import { takeReading } from './take-reading.ts';

export interface EachGatherOptions<T> {
  /** What is asked for, for the log. */
  readonly section: Section;
  readonly organisations: readonly WatchedOrganisation[];
  ask(api: OrganisationApi): Promise<T>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Asks every organisation the same question at once; trouble with one never touches the others. */
export function gatherEach<T>(options: EachGatherOptions<T>) {
  const askers = options.organisations.map((organisation) => askerOf(organisation, options));
  return (): Promise<readonly OrganisationReading<T>[]> => Promise.all(askers.map((ask) => ask()));
}

function askerOf<T>(
  organisation: WatchedOrganisation,
  { section, ask, clock, log }: EachGatherOptions<T>,
): () => Promise<OrganisationReading<T>> {
  let said: string | null = null;

  /** Once, not at each reading. */
  function say(error: unknown): void {
    const reason = error === null ? null : error instanceof VizoraError ? error.kind : 'unexpected_shape';
    if (reason === said) return;
    said = reason;
    const about = { org: organisation.slug(), section };
    if (error === null) log.info(about, 'the organisation answers again');
    else if (error instanceof VizoraError) log.warn({ ...about, reason, detail: error.message }, 'no answer');
    else log.error({ ...about, err: error }, 'the organisation could not be asked');
  }

  return async () => {
    let trouble: unknown = null;
    const reading: Reading<T> = await takeReading(async () => {
      try {
        await organisation.learnSlug();
        return await ask(organisation.api);
      } catch (error) {
        trouble = error;
        throw error;
      }
    }, clock);
    say(trouble);
    return { org: organisation.slug(), reading };
  };
}
