import type { Organisation } from '../core/config/load.ts';
import { isReservedSlug, NOT_YET_KNOWN, PLATFORM } from '../core/target.ts';
import { VizoraError } from '../core/vizora/errors.ts';
import type { OrganisationApi } from '../core/vizora/organisation.ts';
import { ROUTES } from '../core/vizora/routes.ts';

/** An organisation that is looked at, through its reading account. */
export interface WatchedOrganisation {
  /** As the platform has it; {@link NOT_YET_KNOWN} until the platform has told. */
  slug(): string;
  readonly class: Organisation['class'];
  readonly api: OrganisationApi;
  /** Asks the platform for the slug where the configuration does not say it, once. @throws VizoraError */
  learnSlug(): Promise<void>;
}

export function watchOrganisation(organisation: Organisation, api: OrganisationApi): WatchedOrganisation {
  let slug = organisation.slug;
  let asking: Promise<void> | null = null;
  const ask = async () => {
    const told = (await api.whoAmI()).slug;
    if (isReservedSlug(told)) {
      throw new VizoraError(
        'wrong_organisation',
        ROUTES.whoAmI,
        `the organisation of the account is called ${told}, which is what Vizora Ops calls what belongs to none`,
      );
    }
    slug = told;
  };
  return {
    slug: () => slug ?? NOT_YET_KNOWN,
    class: organisation.class,
    api,
    async learnSlug() {
      if (slug !== null) return;
      asking ??= ask().finally(() => {
        asking = null;
      });
      await asking;
    },
  };
}

/** Does the platform's name of it stand in the configuration, or has the platform told? */
export const isLearned = ({ slug }: WatchedOrganisation): boolean => slug() !== NOT_YET_KNOWN;

/**
 * The label `org_class`: what belongs to no organisation has none. While an account has not told its
 * organisation yet, what is known from before is taken for its own: labels must not change with a restart.
 */
export function classOf(org: string, organisations: readonly WatchedOrganisation[]): string {
  if (org === PLATFORM) return 'none';
  const named = organisations.find((organisation) => organisation.slug() === org);
  return (named ?? organisations.find((organisation) => !isLearned(organisation)))?.class ?? 'none';
}

/** Is this organisation looked at, as far as is known? */
export function isWatched(org: string, organisations: readonly WatchedOrganisation[]): boolean {
  return (
    org === PLATFORM ||
    organisations.some((organisation) => organisation.slug() === org || !isLearned(organisation))
  );
}
