import { type ContentFacts, factsFrom, factsOf } from '../../core/checks/content-facts.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Content } from '../../core/vizora/content.ts';
import { VizoraError } from '../../core/vizora/errors.ts';
import type { Playlist } from '../../core/vizora/playlist.ts';
import type { Scan } from '../../core/vizora/scan.ts';
import type { DetailStore } from '../detail-store.ts';
import type { WatchedOrganisation } from '../watched-organisation.ts';
import { type DetailCache, openDetailCache } from './detail-cache.ts';
import { oldestFirst, playlistsToRead, toReadAgain } from './detail-order.ts';
import type { Turn } from './read-fairly.ts';
import { readingAttempts } from './reading-attempts.ts';
import type { RouteAllowance } from './route-allowance.ts';

export interface DetailReaderOptions {
  readonly organisation: WatchedOrganisation;
  readonly store: DetailStore;
  /** From which age on a content may be an orphan, in ms; null while nobody looks for orphans. */
  readonly orphansOlderThan: number | null;
  readonly clock: Clock;
  readonly log: Log;
}

/** What one look has to read of an organisation, in the order in which it is to be read. */
export interface DetailLook {
  /** Asks the platform what it thinks is wrong, if there is anything to read: a hint where to begin. */
  askForHints(): Promise<void>;
  hinted(allowance: RouteAllowance): Iterator<Turn>;
  ofPlaylists(allowance: RouteAllowance): Iterator<Turn>;
  rest(allowance: RouteAllowance): Iterator<Turn>;
  again(allowance: RouteAllowance): Iterator<Turn>;
  progress(): DetailProgress;
}

/** How many details are known and how many are not, and how many requests the latter take. */
export interface DetailProgress {
  readonly known: number;
  readonly wanted: number;
  readonly contentRequests: number;
  readonly playlistRequests: number;
}

export interface DetailReader {
  known(): ReadonlyMap<string, ContentFacts>;
  /** Begins a look at a whole list of contents, and forgets those that are gone. @throws Error of the disk */
  begin(contents: readonly Content[], playlists: Scan<Playlist>): DetailLook;
  /** Writes to disk what was learned. @throws Error when the disk refuses */
  save(): void;
}

/** Reads the details of one organisation's contents, some in each look, and remembers them. */
export function detailReader(options: DetailReaderOptions): DetailReader {
  const { organisation, store, orphansOlderThan, clock, log } = options;
  const { api } = organisation;
  const attempts = readingAttempts(organisation, { clock, log });
  let cache: DetailCache | null = null;

  function begin(contents: readonly Content[], playlists: Scan<Playlist>): DetailLook {
    cache ??= openDetailCache(organisation.slug(), store);
    const { known, learn, keepOnly } = cache;
    const listed = new Map(contents.map((content) => [content.id, content]));
    const isKnown = (row: Content) => factsOf(row, known) !== undefined;
    /** What this look may still try to read. */
    const wanted = new Map(contents.filter((row) => !isKnown(row)).map((row) => [row.id, row]));
    let hints: readonly string[] = [];
    keepOnly(listed);
    attempts.beginLook(new Set([...listed.keys(), ...playlists.items.map(({ id }) => id)]));

    const readContent = (row: Content, allowance: RouteAllowance): Turn =>
      attempts.turn(row.id, allowance, async () => {
        const at = clock.now();
        wanted.delete(row.id);
        const detail = await api.getContent(row.id);
        if (detail !== null) learn(row.id, factsFrom(row, detail, at, listed));
        return detail !== null;
      });

    const readPlaylist = (id: string, allowance: RouteAllowance): Turn =>
      attempts.turn(id, allowance, async () => {
        const at = clock.now();
        const playlist = await api.getPlaylist(id);
        for (const { content } of playlist?.items ?? []) {
          const row = listed.get(content?.id ?? '');
          if (content == null || row === undefined) continue;
          learn(row.id, factsFrom(row, content, at, listed));
          wanted.delete(row.id);
        }
        return playlist !== null;
      });

    /** Looks at each only when its turn has come: what was read meanwhile needs none any more. */
    function* turns<T>(items: () => Iterable<T>, turnOf: (item: T) => Turn | null): Generator<Turn> {
      if (attempts.givenUp()) return;
      for (const item of items()) {
        const turn = turnOf(item);
        if (turn !== null) yield turn;
      }
    }

    return {
      async askForHints() {
        if (wanted.size === 0) return;
        try {
          const { issues } = await api.validation();
          hints = issues.flatMap(({ entity, entityId }) => (entity === 'content' ? entityId : []));
        } catch (error) {
          // Without a hint the order is another, and nothing else.
          const level = error instanceof VizoraError ? 'debug' : 'error';
          log[level]({ err: error, org: organisation.slug() }, 'no hint which details to read first');
        }
      },
      hinted: (allowance) =>
        turns(
          () => hints,
          (id) => {
            const row = wanted.get(id);
            return row === undefined || attempts.failedAt.has(id) ? null : readContent(row, allowance);
          },
        ),
      ofPlaylists: (allowance) =>
        turns(
          () => playlistsToRead(playlists.items, wanted, attempts.failedAt),
          ({ id, items }) =>
            items.some(({ contentId }) => wanted.has(contentId)) ? readPlaylist(id, allowance) : null,
        ),
      rest: (allowance) =>
        turns(
          () => oldestFirst(wanted.values(), known, attempts.failedAt),
          (row) => readContent(row, allowance),
        ),
      again: (allowance) =>
        turns(
          () =>
            playlists.complete && orphansOlderThan !== null
              ? toReadAgain(contents, playlists.items, known, {
                  olderThan: orphansOlderThan,
                  now: clock.now(),
                })
              : [],
          (row) => readContent(row, allowance),
        ),
      progress() {
        const unread = new Set(contents.filter((row) => !isKnown(row)).map(({ id }) => id));
        const holding = playlists.items.filter(({ items }) =>
          items.some((item) => unread.has(item.contentId)),
        );
        const held = new Set(holding.flatMap(({ items }) => items.map(({ contentId }) => contentId)));
        return {
          known: contents.length - unread.size,
          wanted: unread.size,
          contentRequests: [...unread].filter((id) => !held.has(id)).length,
          playlistRequests: holding.length,
        };
      },
    };
  }

  return { known: () => cache?.known ?? NOTHING_KNOWN, begin, save: () => cache?.save() };
}

const NOTHING_KNOWN: ReadonlyMap<string, ContentFacts> = new Map();
