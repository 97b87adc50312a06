import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createThrottle, type ThrottleWindow } from './throttle.ts';

const HOUR = 3_600_000;
const short: ThrottleWindow = { name: 'short', limit: 3, ms: 1_000 };
const long: ThrottleWindow = { name: 'long', limit: 3, ms: HOUR };

function throttleAt() {
  const clock = { now: 1_000_000 };
  const throttle = createThrottle(() => clock.now);
  const hits = (n: number, window: ThrottleWindow, key = 'route 10.0.0.1') =>
    Array.from({ length: n }, () => throttle.hit(key, window, true));
  return { clock, hits };
}

describe('the throttle', () => {
  it('counts down to nothing, then refuses', () => {
    const { hits } = throttleAt();
    assert.deepEqual(
      hits(4, short).map(({ remaining, blockedSeconds }) => [remaining, blockedSeconds]),
      [
        [2, null],
        [1, null],
        [0, null],
        [0, 1],
      ],
    );
  });
  it('forgets each hit when its window is over', () => {
    const { clock, hits } = throttleAt();
    hits(2, short);
    clock.now += 600;
    hits(1, short);
    clock.now += 500;
    assert.equal(hits(1, short)[0]?.remaining, 1);
  });
  it('stays shut for a whole window from the hit that went too far', () => {
    const { clock, hits } = throttleAt();
    hits(3, long);
    clock.now += HOUR - 1_000;
    assert.equal(hits(1, long)[0]?.blockedSeconds, 3_600);
    clock.now += HOUR - 1_000;
    assert.equal(hits(1, long)[0]?.blockedSeconds, 1);
    clock.now += 1_000;
    assert.equal(hits(1, long)[0]?.blockedSeconds, null);
  });
  it('does not count what it refuses', () => {
    const { clock, hits } = throttleAt();
    hits(10, short);
    clock.now += 1_000;
    assert.equal(hits(1, short)[0]?.remaining, 2);
  });
  it('keeps keys and windows apart', () => {
    const { hits } = throttleAt();
    hits(4, short);
    assert.equal(hits(1, short, 'route 10.0.0.2')[0]?.blockedSeconds, null);
    assert.equal(hits(1, long)[0]?.remaining, 2);
  });
});
