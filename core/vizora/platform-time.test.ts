import assert from 'node:assert/strict';
import { test } from 'node:test';
import { platformTime } from './platform-time.ts';

test('the time of the platform is ours, less by how much ours is ahead', () => {
  assert.equal(platformTime(100_000, 2_001), 97_999);
  assert.equal(platformTime(100_000, -2_001), 102_001);
});

test('a difference that may come of whole seconds says nothing, nor does one that is not known', () => {
  assert.equal(platformTime(100_000, 2_000), 100_000);
  assert.equal(platformTime(100_000, -2_000), 100_000);
  assert.equal(platformTime(100_000, null), 100_000);
});
