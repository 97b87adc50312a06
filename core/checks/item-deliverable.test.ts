import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anyDeliverable, itemDeliverable } from './item-deliverable.ts';

const EXPIRY = '2026-03-01T12:00:00.000Z';
const expiry = Date.parse(EXPIRY);

const cases = [
  ['is, when active and without expiry', { status: 'active', expiresAt: null }, expiry, 'yes'],
  ['is, when it has no status', { status: null, expiresAt: null }, expiry, 'yes'],
  ['is, a millisecond before it expires', { status: 'active', expiresAt: EXPIRY }, expiry - 1, 'yes'],
  ['is not, at the instant of its expiry', { status: 'active', expiresAt: EXPIRY }, expiry, 'no'],
  ['is not, when archived', { status: 'archived', expiresAt: null }, expiry, 'no'],
  ['is not, when expired by its status', { status: 'expired', expiresAt: null }, expiry, 'no'],
  ['is not, when not active, whatever the expiry', { status: 'draft', expiresAt: undefined }, expiry, 'no'],
  ['may be, while its expiry is not known', { status: 'active', expiresAt: undefined }, expiry, 'unknown'],
  ['is, when its expiry is no date', { status: 'active', expiresAt: 'soon' }, expiry, 'yes'],
  ['is not, when its content is gone', null, expiry, 'no'],
  ['is not, when its content is absent', undefined, expiry, 'no'],
] as const;

for (const [name, item, now, expected] of cases) {
  test(`an item is delivered: it ${name}`, () => assert.equal(itemDeliverable(item, now), expected));
}

test('one that is delivered is enough, one that may be leaves it open, and of nothing nothing is', () => {
  assert.equal(anyDeliverable(['no', 'unknown', 'yes']), 'yes');
  assert.equal(anyDeliverable(['no', 'unknown', 'no']), 'unknown');
  assert.equal(anyDeliverable(['no', 'no']), 'no');
  assert.equal(anyDeliverable([]), 'no');
});
