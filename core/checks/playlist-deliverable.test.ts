import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playlistDeliverable } from './playlist-deliverable.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const expiries: Record<string, string | null> = { lasting: null, past: '2026-03-01T11:59:59Z' };
const item = (contentId: string, status: string | null = 'active') => ({ contentId, content: { status } });
const judged = (...items: Parameters<typeof playlistDeliverable>[0]) =>
  playlistDeliverable(items, (id) => expiries[id], NOW);

const cases = [
  ['is not, when empty', judged(), 'no'],
  ['is, when one item of several is', judged(item('past'), item('lasting')), 'yes'],
  ['is, although the expiry of another item is not known', judged(item('new'), item('lasting')), 'yes'],
  ['may be, when all hangs on an expiry that is not known', judged(item('past'), item('new')), 'unknown'],
  ['is not, when all have expired', judged(item('past'), item('past')), 'no'],
  ['is not, when all are archived, known or not', judged(item('new', 'archived')), 'no'],
  ['is not, when the contents are gone', judged({ contentId: 'lasting', content: null }), 'no'],
  ['is not, when the contents are absent', judged({ contentId: 'lasting' }), 'no'],
] as const;

for (const [name, actual, expected] of cases) {
  test(`something of a playlist is delivered: it ${name}`, () => assert.equal(actual, expected));
}
