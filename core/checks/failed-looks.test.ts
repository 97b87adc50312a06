import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failedLooks, type LookSample } from './failed-looks.ts';

const NOW = 1_000_000;
const at = (
  secondsAgo: number,
  outcome: LookSample['outcome'],
  reason?: LookSample['reason'],
): LookSample => ({
  at: NOW - secondsAgo * 1_000,
  outcome,
  detail: `${secondsAgo} s ago`,
  ...(reason === undefined ? {} : { reason }),
});

test('three failed looks in a row are bad, since the first of them', () => {
  const looks = [at(90, 'up'), at(60, 'down'), at(30, 'down'), at(0, 'down')];
  assert.deepEqual(failedLooks(looks, NOW, 75_000), {
    verdict: 'bad',
    detail: '0 s ago',
    since: NOW - 60_000,
  });
});

test('two are unknown, and so is a third that could not tell', () => {
  assert.equal(failedLooks([at(30, 'down'), at(0, 'down')], NOW, 75_000).verdict, 'unknown');
  const third = failedLooks([at(60, 'down'), at(30, 'down'), at(0, 'unknown')], NOW, 75_000);
  assert.deepEqual(third, { verdict: 'unknown', reason: 'not_readable', detail: '0 s ago' });
});

test('a look that could not tell says why, in its own word', () => {
  const finding = failedLooks([at(0, 'unknown', 'samples_disagree')], NOW, 75_000);
  assert.deepEqual(finding, { verdict: 'unknown', reason: 'samples_disagree', detail: '0 s ago' });
});

test('one good look is good, whatever was before', () => {
  assert.equal(failedLooks([at(60, 'down'), at(30, 'down'), at(0, 'up')], NOW, 75_000).verdict, 'good');
});
