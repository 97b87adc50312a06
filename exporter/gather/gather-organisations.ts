import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Gather } from '../run-agent.ts';
import type { ListSection } from '../snapshot.ts';
import type { WatchedOrganisation } from '../watched-organisation.ts';
import { gatherEach } from './gather-each.ts';
import { gatherList, type ListCoverage, type ListGather, type Remembered } from './gather-list.ts';
import { sharedReading } from './shared-reading.ts';

export interface OrganisationGatherOptions {
  readonly organisations: readonly WatchedOrganisation[];
  /** The shortest time between two looks of an agent at organisations, in ms. */
  readonly shortestIntervalMs: number;
  /** What may be asked of one route within an hour. */
  readonly requestsPerHour: number;
  /** What was known to be there before the process started: it counts as gone only when it cannot be found by its id. */
  readonly remembered?: Remembered;
  readonly clock: Clock;
  readonly log: Log;
}

type OrganisationSection = ListSection | 'storage';

export interface OrganisationGathering {
  readonly gather: Pick<Gather, OrganisationSection>;
  coverage(): readonly ListCoverage[];
  /** How much time must be between two readings of a section, in ms, so that its route stays within its budget. */
  leastIntervalMs(section: string): number;
}

const HOUR = 3_600_000;
/** Agents whose looks nearly coincide share what is read: longer than the timetable's jitter. */
const LONGEST_SHARED_MS = 60_000;
/** The rest is for walks that must be repeated, and for others who ask the same. */
const SHARE_OF_BUDGET = 0.8;

/** What is read of the organisations, each with its own account. */
export function gatherOrganisations(options: OrganisationGatherOptions): OrganisationGathering {
  const { requestsPerHour, shortestIntervalMs, ...common } = options;
  const freshForMs = Math.min(LONGEST_SHARED_MS, shortestIntervalMs / 2);
  /**
   * However many agents read a list, each on its interval, together they stay within the hour. Trouble with an
   * organisation is not kept for so long: whoever looks next tries that one again.
   */
  const freshFor = (section: ListSection) => (isWhole: boolean) =>
    isWhole ? Math.max(freshForMs, (lists[section].requests() * HOUR) / requestsPerHour) : freshForMs;
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
  const requestsOf = (section: string): number => {
    if (section === 'storage') return options.organisations.length;
    return Object.hasOwn(lists, section) ? lists[section as ListSection].requests() : 0;
  };
  const shared = <T>(read: () => Promise<T>) =>
    sharedReading(read, { freshForMs: () => freshForMs, clock: options.clock }).read;
  return {
    gather: {
      displays: displays.read,
      displayGroups: displayGroups.read,
      schedules: schedules.read,
      playlists: playlists.read,
      contents: contents.read,
      storage: shared(gatherEach({ ...common, section: 'storage', ask: (api) => api.storage() })),
    },
    coverage: () => Object.values(lists).flatMap((list) => list.coverage()),
    leastIntervalMs(section) {
      const requests = requestsOf(section);
      return (requests * HOUR) / (requestsPerHour * SHARE_OF_BUDGET);
    },
  };
}
