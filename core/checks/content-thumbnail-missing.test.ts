import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentThumbnailMissing } from './content-thumbnail-missing.ts';

const cases = [
  ['bad for an image without one', { type: 'image', status: 'active', thumbnail: null }, 'bad'],
  ['bad for a video with an empty one', { type: 'video', status: 'active', thumbnail: '' }, 'bad'],
  ['good for an image with one', { type: 'image', status: 'active', thumbnail: '/t.png' }, 'good'],
  ['good for what has none by nature', { type: 'url', status: 'active', thumbnail: null }, 'good'],
  ['good for what is archived', { type: 'image', status: 'archived', thumbnail: null }, 'good'],
] as const;

for (const [name, content, verdict] of cases) {
  test(`a thumbnail is ${name}`, () => {
    assert.equal(contentThumbnailMissing(content).verdict, verdict);
  });
}
