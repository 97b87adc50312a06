import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from './clock.ts';

test('a sleep that is longer than a timer of the runtime can be does not end at once', async () => {
  const waking = new AbortController();
  let ended = false;
  const sleeping = systemClock.sleep(30 * 86_400_000, waking.signal).then(() => {
    ended = true;
  });
  // A timer that is set for too long fires after 1 ms.
  await systemClock.sleep(20);
  assert.equal(ended, false);
  waking.abort();
  await assert.rejects(sleeping, { name: 'AbortError' });
});
