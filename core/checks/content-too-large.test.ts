import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentTooLarge } from './content-too-large.ts';

const LIMIT = 100_000_000;

const cases = [
  ['good at the limit', { status: 'active', fileSize: LIMIT }, 'good'],
  ['bad one byte above it', { status: 'active', fileSize: LIMIT + 1 }, 'bad'],
  ['good when it is no file of the platform', { status: 'active', fileSize: null }, 'good'],
  ['good when nobody loads it any more', { status: 'archived', fileSize: LIMIT + 1 }, 'good'],
  ['unknown when its size makes no sense', { status: 'active', fileSize: -1 }, 'unknown'],
] as const;

for (const [name, content, verdict] of cases) {
  test(`the size of a content is ${name}`, () => {
    assert.equal(contentTooLarge(content, LIMIT).verdict, verdict);
  });
}

test('a content that is too large tells its size', () => {
  assert.deepEqual(contentTooLarge({ status: 'active', fileSize: 123_456_789 }, LIMIT), {
    verdict: 'bad',
    detail: '123.5 MB',
  });
});
