import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PlaylistItem, playlistItemUndeliverable } from './playlist-item-undeliverable.ts';

const EXPIRY = '2026-03-01T12:00:00.000Z';
const expiry = Date.parse(EXPIRY);

const item = (status: string | null, more: { expiresAt?: string | undefined } = {}): PlaylistItem => ({
  content: { name: `a ${status} one`, status, expiresAt: null, ...more },
});
const active = item('active');
const expired = item('active', { expiresAt: EXPIRY });
const unread = item('active', { expiresAt: undefined });
const missing: PlaylistItem = { content: null };

const cases: [string, PlaylistItem[], string][] = [
  [
    'good when all are delivered',
    [active, item(null), item('active', { expiresAt: '2026-03-02T00:00:00.000Z' })],
    'good',
  ],
  ['good when it is empty', [], 'good'],
  ['bad when one is archived', [active, item('archived')], 'bad'],
  [
    'bad when one is archived, whatever is not known of the others',
    [unread, item('archived'), unread],
    'bad',
  ],
  ['bad when one has expired', [active, expired], 'bad'],
  ['bad when one is expired by its status', [active, item('expired')], 'bad'],
  ['good when one is still processing, or waits for somebody', [item('processing'), item('draft')], 'good'],
  ['bad when one has lost its content', [active, missing], 'bad'],
  ['unknown while the expiry of one is not known', [active, unread], 'unknown'],
];

for (const [name, items, verdict] of cases) {
  test(`a playlist is ${name}`, () => {
    assert.equal(playlistItemUndeliverable(items, expiry).verdict, verdict);
  });
}

test('an item expires at the very instant of its expiry', () => {
  const verdictAt = (now: number) => playlistItemUndeliverable([expired], now).verdict;
  assert.deepEqual([verdictAt(expiry - 1), verdictAt(expiry)], ['good', 'bad']);
});

test('a playlist names what it holds in vain, and why, three of them at most', () => {
  const items = [item('archived'), active, expired, missing, item('expired'), item('draft')];
  assert.deepEqual(playlistItemUndeliverable(items, expiry), {
    verdict: 'bad',
    detail: `4 of 6: a archived one (archived), a active one (expired at ${EXPIRY}), an item without content, ...`,
  });
});
