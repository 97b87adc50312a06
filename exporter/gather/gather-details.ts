import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Content } from '../../core/vizora/content.ts';
import type { Playlist } from '../../core/vizora/playlist.ts';
import { createRequestBudget } from '../../core/vizora/request-budget.ts';
import { ROUTES, type Route } from '../../core/vizora/routes.ts';
import type { DetailStore } from '../detail-store.ts';
import type { OrganisationDetails, OrganisationScan } from '../snapshot.ts';
import { isWatched, type WatchedOrganisation } from '../watched-organisation.ts';
import { type DetailLook, type DetailProgress, type DetailReader, detailReader } from './detail-reader.ts';
import { readFairly } from './read-fairly.ts';
import { type RouteAllowance, routeAllowance } from './route-allowance.ts';

export interface DetailGatherOptions {
  readonly organisations: readonly WatchedOrganisation[];
  /** The lists, each with one entry for each organisation, in their order. */
  contents(): Promise<readonly OrganisationScan<Content>[]>;
  playlists(): Promise<readonly OrganisationScan<Playlist>[]>;
  readonly store: DetailStore;
  /** Told of every write that failed, for metrics. */
  storeFailed(): void;
  /** What the whole process may ask of one route. */
  readonly budget: { readonly per_second: number; readonly per_minute: number; readonly per_hour: number };
  /** The time between two looks that is in force, in ms. */
  intervalMs(): number;
  /** From which age on a content may be an orphan, in ms; null while nobody looks for orphans. */
  readonly orphansOlderThan: number | null;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends reading, and waiting for it. */
  readonly stopping: AbortSignal;
}

/** How far reading the details of an organisation has come. */
export interface DetailCoverage {
  readonly org: string;
  readonly known: number;
  readonly wanted: number;
  /** When all will be known if nothing fails, in ms since the epoch; null when nothing is wanted. */
  readonly completeAt: number | null;
}

export interface DetailGather {
  read(): Promise<readonly OrganisationDetails[]>;
  coverage(): readonly DetailCoverage[];
}

const HOUR = 3_600_000;
/** Of what a minute and an hour allow: others look up on the same routes what vanished from a list. */
const SHARE_OF_BUDGET = 0.5;
/** Of the interval that a look may take, and in ms. */
const LOOK = { share: 0.25, least: 10_000, most: 600_000 } as const;

/**
 * Reads what the lists of contents do not tell, some in each look, the organisations alike: first what the platform
 * itself finds suspicious, then playlists, whose rows tell of many at once, then the rest; last what would be an
 * orphan, once more. What is known stays known until its row changes, over restarts as well.
 */
export function gatherDetails(options: DetailGatherOptions): DetailGather {
  const { organisations, budget, intervalMs, clock, log, stopping } = options;
  const share = (limit: number) => Math.max(1, Math.floor(limit * SHARE_OF_BUDGET));
  const perHour = share(budget.per_hour);
  const pace = createRequestBudget({
    clock,
    perSecond: budget.per_second,
    perMinute: share(budget.per_minute),
    perHour,
  });
  const readers = organisations.map((organisation) => ({
    organisation,
    reader: detailReader({ ...options, organisation }),
  }));
  const coverage = new Map<WatchedOrganisation, DetailCoverage>();
  let looks = 0;
  let lookedAt: number | null = null;

  /** What has become free since the last look, and not more than belongs to one. */
  function requestsOfOneLook(now: number): number {
    const since = lookedAt === null || now < lookedAt ? Number.POSITIVE_INFINITY : now - lookedAt;
    const ms = Math.min(HOUR, intervalMs(), since);
    return Math.max(1, Math.round((perHour * ms) / HOUR));
  }

  async function look(): Promise<void> {
    const [contents, playlists] = await Promise.all([options.contents(), options.playlists()]);
    const startedAt = clock.now();
    const endsAt = startedAt + Math.max(LOOK.least, Math.min(LOOK.most, intervalMs() * LOOK.share));
    const requests = requestsOfOneLook(startedAt);
    lookedAt = startedAt;
    const allowanceOf = (route: Route): RouteAllowance =>
      routeAllowance({ route, requests, pace, stopping, timeLeft: () => endsAt - clock.now() });
    const ofContents = allowanceOf(ROUTES.getContent);
    const ofPlaylists = allowanceOf(ROUTES.getPlaylist);

    const begun = readers.flatMap(({ organisation, reader }, i) => {
      const look = beginLook(reader, contents[i], playlists[i]);
      return look === null ? [] : [{ organisation, reader, look }];
    });
    const inTurn = rotated(begun, looks++).map(({ look }) => look);
    await Promise.all(inTurn.map((look) => look.askForHints()));
    const read = (allowance: RouteAllowance, turns: 'hinted' | 'ofPlaylists' | 'rest' | 'again') =>
      readFairly(
        inTurn.map((look) => look[turns](allowance)),
        allowance,
      );
    await read(ofContents, 'hinted');
    await read(ofPlaylists, 'ofPlaylists');
    await read(ofContents, 'rest');
    await read(ofContents, 'again');

    for (const { reader } of begun) toDisk(() => reader.save());
    if (looks === 1) toDisk(() => options.store.forgetUnless((org) => isWatched(org, organisations)));
    const progress = begun.map(({ organisation, look }) => ({ organisation, ...look.progress() }));
    for (const { organisation, known, wanted, ...left } of progress) {
      const completeAt = wanted === 0 ? null : clock.now() + msFor(left, progress);
      coverage.set(organisation, { org: organisation.slug(), known, wanted, completeAt });
    }
  }

  /** Null where the list is not whole: then nothing can be said of its items anyway. */
  function beginLook(
    reader: DetailReader,
    contents: OrganisationScan<Content> | undefined,
    playlists: OrganisationScan<Playlist> | undefined,
  ): DetailLook | null {
    if (contents === undefined || playlists === undefined || !contents.scan.complete) return null;
    try {
      return reader.begin(contents.scan.items, playlists.scan);
    } catch (error) {
      failedOnDisk(error);
      return null;
    }
  }

  function toDisk(write: () => void): void {
    try {
      write();
    } catch (error) {
      // Once all is closed nothing can be written, and nothing is lost that cannot be read again.
      if (!stopping.aborted) failedOnDisk(error);
    }
  }

  function failedOnDisk(error: unknown): void {
    log.error({ err: error }, 'the details of contents could not be kept');
    options.storeFailed();
  }

  type Left = Pick<DetailProgress, 'contentRequests' | 'playlistRequests'>;

  /** As if the hour's requests of each route were shared alike by all who still want some. */
  function msFor(left: Left, all: readonly Left[]): number {
    const requests = (['contentRequests', 'playlistRequests'] as const).map(
      (route) => left[route] * all.filter((other) => other[route] > 0).length,
    );
    return (Math.max(...requests) / perHour) * HOUR;
  }

  return {
    async read() {
      await look();
      return readers.map(({ organisation, reader }) => ({ org: organisation.slug(), known: reader.known() }));
    },
    coverage: () => [...coverage.values()],
  };
}

/** Another one stands first in each look. */
const rotated = <T>(items: readonly T[], by: number): readonly T[] => {
  const first = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
};
