import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { StorageUsage } from '../../core/vizora/storage-usage.ts';
import type { Gather } from '../run-agent.ts';
import type { ListSection, OrganisationReading, Snapshot } from '../snapshot.ts';
import type { WatchedOrganisation } from '../watched-organisation.ts';
import { type ContentCounts, countContents } from './count-contents.ts';
import { type DetailCoverage, type DetailGatherOptions, gatherDetails } from './gather-details.ts';
import { gatherEach } from './gather-each.ts';
import { gatherExpiries } from './gather-expiries.ts';
import { gatherList, type ListCoverage, type ListGather, type Remembered } from './gather-list.ts';
import { gatherMissing } from './gather-missing.ts';
import { leastInterval } from './least-interval.ts';
import { sharedReading } from './shared-reading.ts';

export interface OrganisationGatherOptions {
  readonly organisations: readonly WatchedOrganisation[];
  /** The shortest time between two looks of an agent at organisations, in ms. */
  readonly shortestIntervalMs: number;
  /** What may be asked of one route. */
  readonly budget: DetailGatherOptions['budget'];
  /** How the details of contents are kept, and what for; the interval is that of their agent, as configured. */
  readonly details: Pick<DetailGatherOptions, 'store' | 'storeFailed' | 'orphansOlderThan' | 'stopping'> & {
    readonly intervalMs: number;
  };
  /** What was known to be there before the process started: it counts as gone only when it cannot be found by its id. */
  readonly remembered?: Remembered;
  readonly clock: Clock;
  readonly log: Log;
}

type OrganisationSection =
  | ListSection
  | 'contentDetails'
  | 'contentExpiries'
  | 'storage'
  | 'missingDisplays'
  | 'missingPlaylists';

export interface OrganisationGathering {
  readonly gather: Pick<Gather, OrganisationSection>;
  /** Null before they were read. */
  lastDisplays(): Snapshot['displays'] | null;
  coverage(): readonly ListCoverage[];
  detailCoverage(): readonly DetailCoverage[];
  contentCounts(): readonly ContentCounts[];
  lastStorage(): readonly OrganisationReading<StorageUsage>[];
  /** How much time must be between two readings of a section, in ms, so that its route stays within its budget. */
  leastIntervalMs(section: string): number;
}

const HOUR = 3_600_000;
/** Agents whose looks nearly coincide share what is read: longer than the timetable's jitter. */
const LONGEST_SHARED_MS = 60_000;

/** What is read of the organisations, each with its own account. */
export function gatherOrganisations(options: OrganisationGatherOptions): OrganisationGathering {
  const { budget, details: ofDetails, shortestIntervalMs, ...common } = options;
  const freshForMs = Math.min(LONGEST_SHARED_MS, shortestIntervalMs / 2);
  /**
   * However many agents read a list, each on its interval, together they stay within the hour. Trouble with an
   * organisation is not kept for so long: whoever looks next tries that one again.
   */
  const freshFor = (section: ListSection) => (isWhole: boolean) =>
    isWhole ? Math.max(freshForMs, (lists[section].requests() * HOUR) / budget.per_hour) : freshForMs;
  const displays = gatherList({
    ...common,
    section: 'displays',
    freshForMs: freshFor('displays'),
    list: (api) => api.listDisplays(),
    find: (api, id) => api.getDisplay(id),
  });
  const displayGroups = gatherList({
    ...common,
    section: 'displayGroups',
    freshForMs: freshFor('displayGroups'),
    list: (api) => api.listDisplayGroups(),
    find: null,
  });
  const schedules = gatherList({
    ...common,
    section: 'schedules',
    freshForMs: freshFor('schedules'),
    list: (api) => api.listSchedules(),
    find: (api, id) => api.getSchedule(id),
  });
  const playlists = gatherList({
    ...common,
    section: 'playlists',
    freshForMs: freshFor('playlists'),
    list: (api) => api.listPlaylists(),
    find: (api, id) => api.getPlaylist(id),
  });
  const contents = gatherList({
    ...common,
    section: 'contents',
    freshForMs: freshFor('contents'),
    list: (api) => api.listContents(),
    find: (api, id) => api.getContent(id),
  });
  const lists: Readonly<Record<ListSection, ListGather<unknown>>> = {
    displays,
    displayGroups,
    schedules,
    playlists,
    contents,
  };
  const shared = <T>(read: () => Promise<T>) => sharedReading(read, { freshForMs, clock: options.clock });
  function requestsOf(section: string): number {
    if (section === 'storage') return options.organisations.length;
    return Object.hasOwn(lists, section) ? lists[section as ListSection].requests() : 0;
  }
  function leastIntervalMs(section: string): number {
    // They are read for what the lists tell, which are read for them.
    if (section === 'contentDetails') return Math.max(...['contents', 'playlists'].map(leastIntervalMs));
    return leastInterval(requestsOf(section), budget);
  }
  const detailIntervalMs = () => Math.max(ofDetails.intervalMs, leastIntervalMs('contentDetails'));
  const storage = shared(gatherEach({ ...common, section: 'storage', ask: (api) => api.storage() }));
  const sharedDisplays = shared(displays.read);
  const sharedSchedules = shared(schedules.read);
  const sharedPlaylists = shared(playlists.read);
  const sharedContents = shared(contents.read);
  const counted = countContents(sharedContents.read);
  const details = gatherDetails({
    ...common,
    ...ofDetails,
    budget,
    contents: counted.read,
    playlists: sharedPlaylists.read,
    intervalMs: detailIntervalMs,
  });
  const sharedDetails = shared(details.read);
  return {
    gather: {
      displays: sharedDisplays.read,
      displayGroups: shared(displayGroups.read).read,
      schedules: sharedSchedules.read,
      playlists: sharedPlaylists.read,
      contents: counted.read,
      contentDetails: sharedDetails.read,
      contentExpiries: gatherExpiries({
        details: sharedDetails,
        contents: sharedContents,
        intervalMs: detailIntervalMs,
        clock: options.clock,
      }),
      storage: storage.read,
      missingDisplays: shared(
        gatherMissing({
          ...common,
          naming: sharedSchedules.read,
          idIn: ({ displayId }) => displayId,
          listed: sharedDisplays.read,
          find: (api, id) => api.getDisplay(id),
        }),
      ).read,
      missingPlaylists: shared(
        gatherMissing({
          ...common,
          naming: sharedDisplays.read,
          idIn: ({ currentPlaylistId }) => currentPlaylistId,
          listed: sharedPlaylists.read,
          find: (api, id) => api.getPlaylist(id),
        }),
      ).read,
    },
    lastDisplays: sharedDisplays.last,
    coverage: () => Object.values(lists).flatMap((list) => list.coverage()),
    detailCoverage: details.coverage,
    contentCounts: counted.counts,
    lastStorage: () => storage.last() ?? [],
    leastIntervalMs,
  };
}
