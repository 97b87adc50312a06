import assert from 'node:assert/strict';
import { it } from 'node:test';
import { get, post } from './ask.ts';
import { createPace } from './pace.ts';

function handClock() {
  let time = 0;
  return {
    now: () => time,
    sleep: async (ms: number) => {
      time += ms;
    },
  };
}

it('a route is asked at most eight times a second and eighty times a minute', async () => {
  const clock = handClock();
  const pace = createPace(clock);
  const times: number[] = [];
  for (let i = 0; i < 81; i++) {
    await pace(get(`displays/00000000-0000-4000-8000-0000000000${10 + i}`));
    times.push(clock.now());
  }
  assert.equal(times[7], 0);
  assert.equal(times[8], 1_100);
  assert.equal(times[80], 61_000);
});

it('routes do not wait for each other', async () => {
  const clock = handClock();
  const pace = createPace(clock);
  for (let i = 0; i < 8; i++) await pace(get('displays?limit=1'));
  await pace(get('content?limit=1'));
  assert.equal(clock.now(), 0);
});

it('the fifth login waits for a minute', async () => {
  const clock = handClock();
  const pace = createPace(clock);
  for (let i = 0; i < 5; i++) await pace(post('auth/login', {}, 'nobody'));
  assert.equal(clock.now(), 61_000);
});
