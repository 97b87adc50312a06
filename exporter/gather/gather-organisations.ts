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
  /**
   * How much time must be between two readings of a section, in ms, so that its route stays within its budget; where
   * several read it, they share that.
   */
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
  const displays = gatherList({
    ...common,
    section: 'displays',
    list: (api) => api.listDisplays(),
    find: (api, id) => api.getDisplay(id),
  });
  const displayGroups = gatherList({
    ...common,
    section: 'displayGroups',
    list: (api) => api.listDisplayGroups(),
    find: null,
  });
  const schedules = gatherList({
    ...common,
    section: 'schedules',
    list: (api) => api.listSchedules(),
    find: (api, id) => api.getSchedule(id),
  });
  const playlists = gatherList({
    ...common,
    section: 'playlists',
    list: (api) => api.listPlaylists(),
    find: (api, id) => api.getPlaylist(id),
  });
  const contents = gatherList({
    ...common,
    section: 'contents',
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
  const requestsOf = (section: OrganisationSection): number =>
    section === 'storage' ? options.organisations.length : lists[section].requests();
  /**
   * However many agents read a section, each on its interval, together they stay within the hour. Trouble is not kept
   * for so long: whoever looks next tries again.
   */
  const shared = <T>(
    section: OrganisationSection,
    read: () => Promise<readonly T[]>,
    isWhole: (part: T) => boolean,
  ) =>
    sharedReading(read, {
      freshForMs: (last) =>
        last.every(isWhole)
          ? Math.max(freshForMs, (requestsOf(section) * HOUR) / requestsPerHour)
          : freshForMs,
      clock: options.clock,
    }).read;
  const sharedList = <T>(section: ListSection, list: ListGather<T>) =>
    shared(section, list.read, ({ scan }) => scan.complete);
  return {
    gather: {
      displays: sharedList('displays', displays),
      displayGroups: sharedList('displayGroups', displayGroups),
      schedules: sharedList('schedules', schedules),
      playlists: sharedList('playlists', playlists),
      contents: sharedList('contents', contents),
      storage: shared(
        'storage',
        gatherEach({ ...common, section: 'storage', ask: (api) => api.storage() }),
        ({ reading }) => reading.value !== null,
      ),
    },
    coverage: () => Object.values(lists).flatMap((list) => list.coverage()),
    leastIntervalMs(section) {
      if (section !== 'storage' && !Object.hasOwn(lists, section)) return 0;
      return (requestsOf(section as OrganisationSection) * HOUR) / (requestsPerHour * SHARE_OF_BUDGET);
    },
  };
}
