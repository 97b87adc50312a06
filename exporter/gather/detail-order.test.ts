import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ContentFacts } from '../../core/checks/content-facts.ts';
import type { Content } from '../../core/vizora/content.ts';
import type { Playlist } from '../../core/vizora/playlist.ts';
import { oldestFirst, playlistsToRead, toReadAgain } from './detail-order.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 2, 1);
const daysAgo = (days: number) => new Date(NOW - days * DAY).toISOString();

const content = (id: string, created: number, updated = created): Content => ({
  id,
  name: id,
  type: 'image',
  status: 'active',
  thumbnail: null,
  fileSize: null,
  createdAt: daysAgo(created),
  updatedAt: daysAgo(updated),
});
const facts = ({ updatedAt }: Content, special: Partial<ContentFacts> = {}): ContentFacts => ({
  updatedAt,
  expiresAt: null,
  replacementContentId: null,
  previousVersionId: null,
  isGlobal: false,
  shownContentIds: [],
  inPlaylist: false,
  readAt: NOW - DAY,
  ...special,
});
const playlist = (id: string, ...contentIds: string[]): Playlist => ({
  id,
  name: id,
  updatedAt: daysAgo(1),
  items: contentIds.map((contentId) => ({ contentId, content: null })),
});
const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);

describe('the order of reading', () => {
  it('is that of playlists by how much that is wanted they hold, each content counted once', () => {
    const playlists = [
      playlist('none', 'known'),
      playlist('one', 'a', 'a', 'a', 'known'),
      playlist('two', 'a', 'b'),
    ];
    assert.deepEqual(ids(playlistsToRead(playlists, new Set(['a', 'b']), new Map())), ['two', 'one']);
    assert.deepEqual(ids(playlistsToRead(playlists, new Set(['a', 'b']), new Map([['two', NOW]]))), [
      'one',
      'two',
    ]);
  });

  it('is that of contents by how long they have been unknown: since they were made, or since they changed', () => {
    const [old, young, changed] = [content('old', 90), content('young', 5), content('changed', 99, 50)];
    const known = new Map([['changed', facts(content('changed', 99))]]);
    assert.deepEqual(ids(oldestFirst([young, changed, old], known, new Map())), ['old', 'changed', 'young']);
    assert.deepEqual(ids(oldestFirst([young, changed, old], new Map(), new Map())), [
      'changed',
      'old',
      'young',
    ]);
  });

  it('puts what could not be read last, the latest failure at the very end', () => {
    const failed = new Map([
      ['oldest', NOW],
      ['older', NOW - 1],
    ]);
    const contents = [content('oldest', 90), content('older', 80), content('new', 1)];
    assert.deepEqual(ids(oldestFirst(contents, new Map(), failed)), ['new', 'older', 'oldest']);
  });
});

describe('what is read again', () => {
  const [a, b, c, young] = [content('a', 90), content('b', 90), content('c', 90), content('young', 2)];
  const all = [a, b, c, young];
  const known = new Map([
    ['a', facts(a, { readAt: NOW - DAY })],
    ['b', facts(b, { readAt: NOW - 2 * DAY })],
    ['c', facts(c, { inPlaylist: null, readAt: NOW })],
    ['young', facts(young)],
  ]);
  const again = (playlists: Playlist[], of = known) =>
    ids(toReadAgain(all, playlists, of, { olderThan: 30 * DAY, now: NOW }));

  it('is what would be an orphan, first what only a playlist told of, then what was read longest ago', () => {
    assert.deepEqual(again([]), ['c', 'b', 'a']);
  });

  it('is nothing that a playlist holds, that was read within the hour, or that is young', () => {
    assert.deepEqual(again([playlist('p', 'a', 'c')]), ['b']);
    assert.deepEqual(
      again([playlist('p', 'a', 'c')], new Map([...known, ['b', facts(b, { readAt: NOW })]])),
      [],
    );
  });

  it('is nothing at all while there may be references that are not known', () => {
    const unread = new Map([...known].filter(([id]) => id !== 'young'));
    assert.deepEqual(again([], unread), []);
  });
});
