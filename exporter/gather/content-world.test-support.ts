import type { Clock } from '../../core/clock.ts';
import type { Content } from '../../core/vizora/content.ts';
import { ContentDetail } from '../../core/vizora/content-detail.ts';
import { VizoraError, type VizoraErrorKind } from '../../core/vizora/errors.ts';
import type { OrganisationApi } from '../../core/vizora/organisation.ts';
import type { Playlist } from '../../core/vizora/playlist.ts';
import { ROUTES, type Route } from '../../core/vizora/routes.ts';
import type { Scan } from '../../core/vizora/scan.ts';
import { type WatchedOrganisation, watchOrganisation } from '../watched-organisation.ts';

/** A content as the platform keeps it; a test names only what is special about it. */
export interface WorldContent {
  readonly id: string;
  name: string;
  type: string;
  status: string;
  thumbnail: string | null;
  fileSize: number | null;
  expiresAt: string | null;
  replacementContentId: string | null;
  previousVersionId: string | null;
  isGlobal: boolean;
  metadata: unknown;
  createdAt: string;
  updatedAt: string;
}

/** What happens to a request instead of an answer. */
type Trouble = VizoraErrorKind | 'hangs';

/** One organisation's contents and playlists, which its lists and details follow as they change. */
export interface ContentWorld {
  readonly contents: Map<string, WorldContent>;
  /** The ids of their contents. */
  readonly playlists: Map<string, string[]>;
  /** What the platform itself complains of. */
  hints: string[];
  /** Every request to a route with an id, as in `content/c1`. */
  readonly asked: string[];
  readonly organisation: WatchedOrganisation;
  add(id: string, special?: Partial<WorldContent>): void;
  /** Changes a content as the platform does, which moves its `updatedAt`. */
  change(id: string, to: Partial<WorldContent>): void;
  /** Every request to the route, or one about this thing only, as in `content/c1`, goes wrong from now on. */
  trouble(where: Route | string, what: Trouble | null): void;
  /** Called before a request with an id is answered, so that the world moves while somebody reads. */
  beforeAnswer: (thing: string) => void;
  /** What was asked since the last call of this. */
  askedSince(): string[];
}

const CREATED = Date.UTC(2026, 0, 1);
const iso = (ms: number) => new Date(ms).toISOString();
/** As long as the client waits for one answer, retries included. */
const TIMEOUT_MS = 10_000;

export function contentWorld(slug: string, clock: Clock): ContentWorld {
  const troubles = new Map<string, Trouble>();
  let seen = 0;

  async function request(route: Route, thing?: string): Promise<void> {
    if (thing !== undefined) {
      world.asked.push(thing);
      world.beforeAnswer(thing);
    }
    const trouble = troubles.get(route) ?? troubles.get(thing ?? route);
    if (trouble === undefined) return;
    if (trouble === 'hangs') await clock.sleep(TIMEOUT_MS);
    throw new VizoraError(trouble === 'hangs' ? 'timeout' : trouble, route, `${trouble} for a test`);
  }

  async function scanOf<T extends object>(route: Route, items: () => readonly T[]): Promise<Scan<T>> {
    const at = clock.now();
    try {
      await request(route);
      // What was listed stays as it was, whatever happens to the world afterwards.
      const listed = items().map((item) => ({ ...item }));
      return { complete: true, items: listed, total: listed.length, at };
    } catch (error) {
      if (!(error instanceof VizoraError)) throw error;
      return { complete: false, reason: error.kind, detail: error.message, items: [], at };
    }
  }

  const membership = (id: string) =>
    [...world.playlists].flatMap(([playlistId, ids]) => (ids.includes(id) ? [{ playlistId }] : []));

  const api: Partial<OrganisationApi> = {
    listContents: () => scanOf<Content>(ROUTES.listContents, () => [...world.contents.values()]),
    listPlaylists: () =>
      scanOf<Playlist>(ROUTES.listPlaylists, () =>
        [...world.playlists].map(([id, contentIds]) => ({
          id,
          name: `Playlist ${id}`,
          updatedAt: iso(CREATED),
          items: contentIds.map((contentId) => ({
            contentId,
            content: world.contents.get(contentId) ?? null,
          })),
        })),
      ),
    async getContent(id) {
      await request(ROUTES.getContent, `content/${id}`);
      const row = world.contents.get(id);
      return row === undefined ? null : ContentDetail.parse({ ...row, playlistItems: membership(id) });
    },
    async getPlaylist(id) {
      await request(ROUTES.getPlaylist, `playlist/${id}`);
      const contentIds = world.playlists.get(id);
      if (contentIds === undefined) return null;
      return {
        id,
        name: `Playlist ${id}`,
        updatedAt: iso(CREATED),
        items: contentIds.map((contentId) => {
          const row = world.contents.get(contentId);
          return { contentId, content: row === undefined ? null : ContentDetail.parse(row) };
        }),
      };
    },
    async validation() {
      await request(ROUTES.validation);
      const issues = world.hints.map((entityId) => ({ rule: 'C-002', entity: 'content', entityId }));
      const other = { rule: 'D-001', entity: 'display', entityId: 'd1' };
      return { timestamp: iso(clock.now()), issues: [other, ...issues] };
    },
  };
  const account = { email: `reader@${slug}.example.com`, password: { env: 'P' } };
  const world: ContentWorld = {
    contents: new Map(),
    playlists: new Map(),
    hints: [],
    asked: [],
    organisation: watchOrganisation({ slug, class: 'customer', reader: account }, api as OrganisationApi),
    add(id, special = {}) {
      const createdAt = iso(CREATED + world.contents.size);
      world.contents.set(id, {
        id,
        name: `Content ${id}`,
        type: 'image',
        status: 'active',
        thumbnail: null,
        fileSize: 250_000,
        expiresAt: null,
        replacementContentId: null,
        previousVersionId: null,
        isGlobal: false,
        metadata: null,
        createdAt,
        updatedAt: createdAt,
        ...special,
      });
    },
    change(id, to) {
      const row = world.contents.get(id);
      if (row !== undefined) Object.assign(row, { updatedAt: iso(clock.now()), ...to });
    },
    trouble(where, what) {
      if (what === null) troubles.delete(where);
      else troubles.set(where, what);
    },
    beforeAnswer: () => undefined,
    askedSince() {
      const since = world.asked.slice(seen);
      seen = world.asked.length;
      return since;
    },
  };
  return world;
}
