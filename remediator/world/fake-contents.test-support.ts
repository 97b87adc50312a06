import type { Clock } from '../../core/clock.ts';
import type { ContentSource, ContentWriter } from '../tools/contents.ts';

const DAY = 86_400_000;

/** In the form of the platform's ids. */
export const contentId = (n: number): string => `c${String(n).padStart(24, 'b')}`;

export interface FakeContent {
  id: string;
  name: string;
  type: string;
  status: string;
  fileSize: number | null;
  createdAt: string;
  updatedAt: string;
  expiresAt: string | null;
  replacementContentId: string | null;
  previousVersionId: string | null;
  isGlobal: boolean;
  zones: { contentIds: string[] } | null;
  mentionedIds: string[];
}

interface FakeContentsOptions {
  readonly clock: Clock;
  /** Notes a read. */
  read(what: string): void;
  /** Called after each content was read by its id. */
  onRead(id: string): void;
  /** Notes a write, which then has its effect or not. */
  act(done: { verb: string; on: string; value?: unknown }, effect: () => void): Promise<void>;
}

/** Thirty contents of a healthy organisation, half a year old, all in one playlist, and a storage that is half full. */
export function createFakeContents({ clock, read, onRead, act }: FakeContentsOptions) {
  const iso = (ms: number) => new Date(ms).toISOString();
  const contents = new Map<string, FakeContent>();
  for (let n = 0; n < 30; n++) {
    contents.set(contentId(n), {
      id: contentId(n),
      name: `Content ${n}`,
      type: 'image',
      status: 'active',
      fileSize: 1_000_000 + n,
      createdAt: iso(clock.now() - 180 * DAY - n * DAY),
      updatedAt: iso(clock.now() - DAY),
      expiresAt: null,
      replacementContentId: null,
      previousVersionId: null,
      isGlobal: false,
      zones: { contentIds: [] },
      mentionedIds: [],
    });
  }
  const world = {
    contents,
    playlists: [{ id: 'p1', contentIds: [...contents.keys()] }],
    storage: { usedBytes: 500_000_000, quotaBytes: 1_000_000_000 },
    /** Lists are read only in part. */
    listsCut: [] as ('contents' | 'playlists')[],
    /** Our clock minus the platform's. */
    skewMs: 0,
    /** Changes a content as a person does, at this moment. */
    changeContent(id: string, change: Partial<FakeContent>) {
      Object.assign(get(id), change, { updatedAt: iso(clock.now()) });
    },
    /** It expired three hours ago, and the platform has missed it. */
    expireContent(n: number) {
      get(contentId(n)).expiresAt = iso(clock.now() - DAY / 8);
      return contentId(n);
    },
    /** No playlist holds it any more. */
    orphanContent(n: number) {
      for (const playlist of world.playlists) {
        playlist.contentIds = playlist.contentIds.filter((id) => id !== contentId(n));
      }
      return contentId(n);
    },
    /** The platform's sweep expired it, and took it out of its playlists. */
    sweepContent(n: number) {
      get(contentId(n)).status = 'expired';
      return world.orphanContent(n);
    },
  };

  function get(id: string): FakeContent {
    const found = contents.get(id);
    if (found === undefined) throw new Error('there is no such content');
    return found;
  }

  async function setStatus(verb: string, id: string, status: string) {
    const content = get(id);
    await act({ verb, on: id, value: status }, () => world.changeContent(id, { status }));
    return { id, status, updatedAt: content.updatedAt };
  }

  const list = <T>(name: 'contents' | 'playlists', items: T[]) =>
    world.listsCut.includes(name)
      ? { complete: false as const, detail: 'page 2 did not come' }
      : { complete: true as const, items };

  const source: ContentSource & ContentWriter = {
    platformNow: () => clock.now() - world.skewMs,
    async getContent(id) {
      read(`content ${id}`);
      const found = contents.get(id);
      if (found === undefined) return null;
      const holding = world.playlists.filter(({ contentIds }) => contentIds.includes(id));
      const seen = { ...found, playlistIds: holding.map((playlist) => playlist.id) };
      onRead(id);
      return seen;
    },
    async countContents() {
      read('content count');
      return contents.size;
    },
    async listContents() {
      read('content list');
      return list(
        'contents',
        [...contents.values()].map((row) => ({ ...row })),
      );
    },
    async listPlaylists() {
      read('playlist list');
      return list(
        'playlists',
        world.playlists.map(({ contentIds }) => ({
          items: contentIds.map((contentId) => ({ contentId })),
        })),
      );
    },
    async storage() {
      read('storage');
      return { ...world.storage };
    },
    archiveContent: (id) => setStatus('archiveContent', id, 'archived'),
    restoreContent: (id) => setStatus('restoreContent', id, 'active'),
  };

  return { world, source };
}
