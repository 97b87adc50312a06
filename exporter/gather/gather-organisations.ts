import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Gather } from '../run-agent.ts';
import type { ListSection, Snapshot } from '../snapshot.ts';
import type { WatchedOrganisation } from '../watched-organisation.ts';
import { gatherEach } from './gather-each.ts';
import { gatherList, type ListCoverage, type ListGather } from './gather-list.ts';
import { gatherMissing } from './gather-missing.ts';
import { sharedReading } from './shared-reading.ts';

export interface OrganisationGatherOptions {
  readonly organisations: readonly WatchedOrganisation[];
  /** The shortest time between two looks of an agent at organisations, in ms. */
  readonly shortestIntervalMs: number;
  /** What may be asked of one route within an hour. */
  readonly requestsPerHour: number;
  readonly clock: Clock;
  readonly log: Log;
}

type OrganisationSection = ListSection | 'storage' | 'missingDisplays' | 'missingPlaylists';

export interface OrganisationGathering {
  readonly gather: Pick<Gather, OrganisationSection>;
  /** Null before they were read. */
  lastDisplays(): Snapshot['displays'] | null;
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
  const sharing = <T>(read: () => Promise<T>) => sharedReading(read, { freshForMs, clock: options.clock });
  const shared = <T>(read: () => Promise<T>) => sharing(read).read;
  const displaysRead = sharing(displays.read);
  const schedulesRead = shared(schedules.read);
  const playlistsRead = shared(playlists.read);
  return {
    gather: {
      displays: displaysRead.read,
      displayGroups: shared(displayGroups.read),
      schedules: schedulesRead,
      playlists: playlistsRead,
      contents: shared(contents.read),
      storage: shared(gatherEach({ ...common, ask: (api) => api.storage() })),
      missingDisplays: shared(
        gatherMissing({
          ...common,
          naming: schedulesRead,
          idIn: ({ displayId }) => displayId,
          listed: displaysRead.read,
          find: (api, id) => api.getDisplay(id),
        }),
      ),
      missingPlaylists: shared(
        gatherMissing({
          ...common,
          naming: displaysRead.read,
          idIn: ({ currentPlaylistId }) => currentPlaylistId,
          listed: playlistsRead,
          find: (api, id) => api.getPlaylist(id),
        }),
      ),
    },
    lastDisplays: displaysRead.last,
    coverage: () => Object.values(lists).flatMap((list) => list.coverage()),
    leastIntervalMs(section) {
      if (!Object.hasOwn(lists, section)) return 0;
      const requests = lists[section as ListSection].requests();
      return (requests * HOUR) / (requestsPerHour * SHARE_OF_BUDGET);
    },
  };
}
