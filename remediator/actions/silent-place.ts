import { displayState } from '../../core/checks/display-state.ts';
import { siteOffline } from '../../core/checks/site-offline.ts';
import { NO_SITE, siteSlug } from '../../core/target.ts';
import type { DisplaySeen, Looking, Sighting } from '../action.ts';

/**
 * Objects to repairing one display where its whole organisation is silent, or its location: that is power or network.
 * Who cannot tell objects, too.
 */
export async function objectionOfPlace(
  display: DisplaySeen,
  org: string,
  look: Looking,
): Promise<Sighting['objection']> {
  const displays = look.displays(org);
  const list = await displays.listDisplays();
  if (!list.complete) return { reason: 'evidence_unknown', saw: `the displays of ${org}: ${list.detail}` };
  const to = displays.platformNow();
  const read = { from: list.at - (look.clock.now() - to), to };
  const { display_offline, site_offline } = look.checks;
  const site = siteSlug(display.location);
  const there = site === NO_SITE ? [] : list.items.filter(({ location }) => siteSlug(location) === site);
  for (const [place, among] of [
    [`of ${org}`, list.items],
    [`at ${site}`, there],
  ] as const) {
    const states = among.map((one) => displayState(one, read, display_offline.after));
    const { verdict, detail } = siteOffline(states, site_offline.at_least, to);
    if (verdict === 'bad') return { reason: 'site_silent', saw: `${detail}, ${place}` };
    if (verdict === 'unknown') return { reason: 'evidence_unknown', saw: `${detail}, ${place}` };
  }
  return undefined;
}
