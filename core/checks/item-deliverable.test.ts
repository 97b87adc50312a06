import assert from 'node:assert/strict';
import { test } from 'node:test';
import { itemDeliverable } from './item-deliverable.ts';

const EXPIRY = '2026-03-01T12:00:00.000Z';
const expiry = Date.parse(EXPIRY);

const cases = [
  ['yes while it is active and never expires', { status: 'active', expiresAt: null }, 'yes'],
  ['yes without any status', { status: null, expiresAt: null }, 'yes'],
  [
    'yes when its expiry cannot be read, as the platform has it',
    { status: 'active', expiresAt: 'soon' },
    'yes',
  ],
  ['no without content', null, 'no'],
  ['no without content, absent', undefined, 'no'],
  ['no when it is archived', { status: 'archived', expiresAt: null }, 'no'],
  ['no when it is archived, whatever its expiry', { status: 'archived', expiresAt: undefined }, 'no'],
  ['no while it is only processing', { status: 'processing', expiresAt: null }, 'no'],
  ['no by a status that nobody knows', { status: 'new-word', expiresAt: null }, 'no'],
  ['unknown while its expiry is not known', { status: 'active', expiresAt: undefined }, 'unknown'],
  ['unknown without status and expiry', { status: null, expiresAt: undefined }, 'unknown'],
] as const;

for (const [name, item, answer] of cases) {
  test(`an item is deliverable: ${name}`, () => {
    assert.equal(itemDeliverable(item, expiry), answer);
  });
}

test('an item is deliverable until the millisecond before it expires', () => {
  const item = { status: 'active', expiresAt: EXPIRY };
  assert.deepEqual(
    [expiry - 1, expiry, expiry + 1].map((now) => itemDeliverable(item, now)),
    ['yes', 'no', 'no'],
  );
});
