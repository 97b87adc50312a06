import type { DisplayState } from '../../core/checks/display-state.ts';
import { siteOffline } from '../../core/checks/site-offline.ts';
import { NO_SITE } from '../../core/target.ts';
import { judge, type Statement } from '../agent.ts';

/** A display at a place, with its state. */
export interface PlacedDisplay {
  readonly state: DisplayState;
  /** The slug of its location. */
  readonly site: string;
  readonly location: string | null;
}

/**
 * Judges an organisation as one place, and each of its locations. One that has a single location is one place only, so
 * that one outage is one incident.
 *
 * @param now by the platform's clock
 */
export function* inspectSites(
  displays: readonly PlacedDisplay[],
  org: string,
  atLeast: number,
  now: number,
): Iterable<Statement> {
  const counted = displays.filter(({ state }) => COUNTED.has(state.kind));
  const whole = { kind: 'organization', id: org, org, name: org } as const;
  yield judge('site_offline', whole, siteOffline(statesOf(counted), atLeast, now));
  const sites = Map.groupBy(counted, ({ site }) => site);
  if (sites.size < 2) return;
  for (const [site, there] of sites) {
    if (site === NO_SITE) continue;
    const target = { kind: 'site', id: site, org, name: there[0]?.location ?? site, site } as const;
    yield judge('site_offline', target, siteOffline(statesOf(there), atLeast, now));
  }
}

/** Those that should be heard of. */
const COUNTED: ReadonlySet<DisplayState['kind']> = new Set(['heard', 'silent', 'unknown']);

const statesOf = (displays: readonly PlacedDisplay[]) => displays.map(({ state }) => state);
