import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ContentDetail } from './content-detail.ts';

const [A, B, WIDGET, PLAYLIST] = ['aaa', 'bbb', 'widget', 'playlist'].map(
  (name) => `c${name.padStart(24, '0')}`,
);
const UUID = '0efd70ba-461a-475b-8618-790198521a30';

const row = (type: string, metadata: unknown, more: object = {}) =>
  ContentDetail.parse({
    id: A,
    name: 'Lobby',
    type,
    status: 'active',
    thumbnail: null,
    fileSize: null,
    expiresAt: null,
    replacementContentId: null,
    previousVersionId: null,
    isGlobal: false,
    metadata,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    ...more,
  });

describe('the detail of a content', () => {
  it('tells what a layout shows in its zones', () => {
    const zones = [
      { id: 'left', name: 'Left', gridArea: '1', contentId: A },
      { id: 'right', contentId: null, playlistId: PLAYLIST },
      { id: 'empty' },
    ];
    assert.deepEqual(row('layout', { zones }).zones, { contentIds: [A], playlistIds: [PLAYLIST] });
  });

  it('cannot tell what a layout shows whose zones are missing or of another shape', () => {
    for (const metadata of [null, undefined, {}, [], 'x', { zones: null }, { zones: 5 }, { regions: [] }]) {
      assert.equal(row('layout', metadata).zones, null, JSON.stringify(metadata));
    }
    assert.equal(row('layout', { zones: [{ contentId: 5 }] }).zones, null);
    assert.equal(row('layout', { zones: ['left'] }).zones, null);
  });

  it('of any other type shows nothing, unless it has zones all the same', () => {
    for (const metadata of [null, undefined, {}, [], 'x', { width: 5 }]) {
      assert.deepEqual(row('image', metadata).zones, { contentIds: [], playlistIds: [] });
    }
    assert.deepEqual(row('template', { zones: [{ contentId: B }] }).zones?.contentIds, [B]);
    assert.equal(row('template', { zones: { left: B } }).zones, null);
  });

  it('names every id that its metadata holds, wherever it stands', () => {
    const metadata = {
      zones: [{ contentId: A, widgetId: WIDGET }],
      html: `<img src="/files/${B}/file"> and ${B} again`,
      deep: [{ er: { id: UUID } }],
      no: 'id at all',
    };
    assert.deepEqual(new Set(row('layout', metadata).mentionedIds), new Set([A, WIDGET, B, UUID]));
    assert.deepEqual(row('image', null).mentionedIds, []);
  });

  it('says of which playlists it is, or that it was not told', () => {
    assert.equal(row('image', null).playlistIds, null);
    const told = row('image', null, { playlistItems: [{ playlistId: PLAYLIST }] });
    assert.deepEqual(told.playlistIds, [PLAYLIST]);
    assert.deepEqual(row('image', null, { playlistItems: [] }).playlistIds, []);
  });
});
