import type { Log } from '../../core/log.ts';
import { VizoraError } from '../../core/vizora/errors.ts';
import type { OrganisationApi } from '../../core/vizora/organisation.ts';
import type { MissingThings, OrganisationScan } from '../snapshot.ts';
import type { WatchedOrganisation } from '../watched-organisation.ts';

export interface MissingGatherOptions<Naming, Listed extends { readonly id: string }> {
  readonly organisations: readonly WatchedOrganisation[];
  /** What names the things. */
  naming(): Promise<readonly OrganisationScan<Naming>[]>;
  idIn(naming: Naming): string | null;
  /** The lists in which they should be. */
  listed(): Promise<readonly OrganisationScan<Listed>[]>;
  find(api: OrganisationApi, id: string): Promise<object | null>;
  readonly log: Log;
}

/** So many are looked up in each organisation and reading; the others have to wait. */
const LOOKED_UP = 50;
/** One answer may be a slip; what is gone does not come back, and is not asked for any more. */
const REFUSALS_UNTIL_GONE = 2;

/**
 * Looks up by its id what is named somewhere and stands in no list: a list tells only what was there when it was read.
 */
export function gatherMissing<Naming, Listed extends { readonly id: string }>(
  options: MissingGatherOptions<Naming, Listed>,
): () => Promise<readonly MissingThings[]> {
  const lookers = options.organisations.map((organisation) => lookerFor(organisation, options));
  return async () => {
    const [naming, listed] = await Promise.all([options.naming(), options.listed()]);
    return Promise.all(lookers.map((look) => look(naming, listed)));
  };
}

function lookerFor<Naming, Listed extends { readonly id: string }>(
  organisation: WatchedOrganisation,
  { idIn, find, log }: MissingGatherOptions<Naming, Listed>,
) {
  let refusals: ReadonlyMap<string, number> = new Map();

  async function isThere(id: string): Promise<boolean | null> {
    try {
      return (await find(organisation.api, id)) !== null;
    } catch (error) {
      // Trouble outside is counted with the request; it says nothing about the thing.
      if (!(error instanceof VizoraError))
        log.error({ err: error, org: organisation.slug() }, 'look-up broke');
      return null;
    }
  }

  return async (
    naming: readonly OrganisationScan<Naming>[],
    listed: readonly OrganisationScan<Listed>[],
  ): Promise<MissingThings> => {
    const org = organisation.slug();
    const list = listed.find((section) => section.org === org)?.scan;
    if (list === undefined || !list.complete) return { org, isGone: () => null };
    const inList = new Set(list.items.map(({ id }) => id));
    const names = naming.find((section) => section.org === org)?.scan.items ?? [];
    const missing = new Set(names.map(idIn).filter((id): id is string => id !== null && !inList.has(id)));
    const counts = new Map([...refusals].filter(([id]) => missing.has(id)));
    const asked = [...missing]
      .filter((id) => (counts.get(id) ?? 0) < REFUSALS_UNTIL_GONE)
      .sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))
      .slice(0, LOOKED_UP);
    const answers = await Promise.all(asked.map(async (id) => [id, await isThere(id)] as const));
    const found = new Set<string>();
    for (const [id, there] of answers) {
      if (there === false) counts.set(id, (counts.get(id) ?? 0) + 1);
      if (there !== true) continue;
      counts.delete(id);
      found.add(id);
    }
    refusals = counts;
    return {
      org,
      isGone(id) {
        if (found.has(id)) return false;
        return (counts.get(id) ?? 0) >= REFUSALS_UNTIL_GONE ? true : null;
      },
    };
  };
}
