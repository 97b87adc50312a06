import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentExpired } from './content-expired.ts';

const EXPIRY = '2026-03-01T12:00:00.000Z';
const expiry = Date.parse(EXPIRY);
const OVERDUE = 75 * 60_000;
const late = expiry + OVERDUE + 1;

const cases = [
  ['good as long as it may be the turn of the platform', 'active', EXPIRY, expiry + OVERDUE, 'good'],
  ['bad one millisecond later', 'active', EXPIRY, late, 'bad'],
  ['good before it expires', 'active', EXPIRY, expiry - 1, 'good'],
  ['good when it never expires', 'active', null, late, 'good'],
  ['good once the platform has expired it', 'expired', EXPIRY, late, 'good'],
  ['good once it is archived, whatever is not known', 'archived', undefined, late, 'good'],
  ['unknown while its expiry is not known', 'active', undefined, late, 'unknown'],
  ['unknown when its expiry cannot be read', 'active', 'soon', late, 'unknown'],
] as const;

for (const [name, status, expiresAt, now, verdict] of cases) {
  test(`a content is ${name}`, () => {
    assert.equal(contentExpired({ status }, expiresAt, OVERDUE, now).verdict, verdict);
  });
}

test('an expired content tells since when', () => {
  assert.deepEqual(contentExpired({ status: 'active' }, EXPIRY, OVERDUE, late), {
    verdict: 'bad',
    detail: `expired at ${EXPIRY}`,
    since: expiry,
  });
});
