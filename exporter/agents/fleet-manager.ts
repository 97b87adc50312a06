import { displayError } from '../../core/checks/display-error.ts';
import { displayOffline } from '../../core/checks/display-offline.ts';
import { displayState, type ReadTime } from '../../core/checks/display-state.ts';
import { displayWithoutContent } from '../../core/checks/display-without-content.ts';
import { createProgramme, type Programme } from '../../core/checks/programme.ts';
import { siteSlug, type Target } from '../../core/target.ts';
import {
  covered,
  defineAgent,
  judge,
  type Moment,
  notCovered,
  type Snapshot,
  type Statement,
} from '../agent.ts';
import { inspectSites } from './display-sites.ts';
import {
  gapIn,
  type ItemOf,
  itemsOf,
  ofOrganisation,
  type ScanOf,
  type Unknown,
} from './organisation-lists.ts';

type Display = ItemOf<'displays'>;
type Sections = Pick<Snapshot, (typeof NEEDS)[number]>;

const NEEDS = [
  'displays',
  'displayGroups',
  'schedules',
  'playlists',
  'contentExpiries',
  'missingPlaylists',
] as const;

/** The checks of single displays. All need the whole list of displays, and nothing else unless it stands here. */
const DISPLAY_CHECKS = ['display_offline', 'display_error', 'display_without_content'] as const;
/** Any schedule that was not seen could decide what a display shows. */
const LISTS_OF_CONTENT = ['schedules', 'displayGroups', 'playlists'] as const;

/** Finds displays that have fallen silent, alone or with their whole place, that are in error, or that stay dark. */
export const fleetManager = defineAgent({
  name: 'fleet-manager',
  needs: NEEDS,
  raises: [...DISPLAY_CHECKS, 'site_offline'],
  *inspect(sections, moment) {
    for (const { org, scan } of sections.displays) {
      const cut = gapIn(sections, org, ['displays']);
      yield* cut === null ? inspectWhole(sections, org, scan, moment) : inspectCut(org, scan, cut);
    }
  },
});

function* inspectCut(org: string, scan: ScanOf<'displays'>, cut: Unknown): Iterable<Statement> {
  for (const check of [...DISPLAY_CHECKS, 'site_offline'] as const) {
    yield notCovered(check, org, cut.reason, cut.detail);
  }
  for (const display of scan.items) {
    const target = targetOf(display, org);
    for (const check of DISPLAY_CHECKS) yield judge(check, target, cut);
  }
}

function* inspectWhole(
  sections: Sections,
  org: string,
  scan: ScanOf<'displays'>,
  { now, platformNow, checks }: Moment,
): Iterable<Statement> {
  for (const check of [...DISPLAY_CHECKS, 'site_offline'] as const) yield covered(check, org);
  const read: ReadTime = { from: scan.at - (now - platformNow), to: platformNow };
  const { after } = checks.display_offline;
  const outsideHours = checks.display_without_content.outside_hours;
  const blind = gapIn(sections, org, LISTS_OF_CONTENT);
  const programme = programmeOf(sections, org, platformNow);
  const placed = scan.items.map((display) => ({
    display,
    target: targetOf(display, org),
    state: displayState(display, read, after),
  }));
  for (const { display, target, state } of placed) {
    yield judge('display_offline', target, displayOffline(display, read, after));
    yield judge('display_error', target, displayError(display));
    const dark =
      state.kind === 'heard' && blind !== null
        ? blind
        : displayWithoutContent(display, state, programme, outsideHours);
    yield judge('display_without_content', target, dark);
  }
  yield* inspectSites(
    placed.map(({ display, target, state }) => ({ state, site: target.site, location: display.location })),
    org,
    checks.site_offline.at_least,
    platformNow,
  );
}

function programmeOf(sections: Sections, org: string, now: number): Programme {
  const expiries = ofOrganisation(sections.contentExpiries, org);
  const missing = ofOrganisation(sections.missingPlaylists, org);
  return createProgramme(
    {
      schedules: itemsOf(sections.schedules, org),
      groups: itemsOf(sections.displayGroups, org),
      playlists: itemsOf(sections.playlists, org),
      expiresAt: (contentId) => expiries?.expiresAt(contentId),
      isGone: (playlistId) => missing?.isGone(playlistId) ?? null,
    },
    now,
  );
}

const targetOf = ({ id, name, location }: Display, org: string) =>
  ({ kind: 'display', id, org, name, site: siteSlug(location) }) as const satisfies Target;
