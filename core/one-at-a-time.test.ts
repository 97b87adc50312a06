import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oneAtATime } from './one-at-a-time.ts';

test('work that does not end is given up each time, and not begun again before it has ended', async () => {
  const begun: PromiseWithResolvers<string>[] = [];
  const work = oneAtATime(
    () => {
      const next = Promise.withResolvers<string>();
      begun.push(next);
      return next.promise;
    },
    5,
    () => new Error('late'),
  );
  await assert.rejects(work(), /late/);
  await assert.rejects(work(), /late/);
  assert.equal(begun.length, 1);
  const third = work();
  begun[0]?.resolve('at last');
  assert.equal(await third, 'at last');
  const fourth = work();
  assert.equal(begun.length, 2);
  begun[1]?.reject(new Error('broken'));
  await assert.rejects(fourth, /broken/);
});
