import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { VizoraError } from './errors.ts';
import { createFakeClock } from './fake-clock.test-support.ts';
import { createRequestBudget, type RequestBudgetOptions } from './request-budget.ts';

const ROUTE = 'GET /api/v1/schedules';
const LOGIN = 'POST /api/v1/auth/login';

const setUp = (limits: Partial<RequestBudgetOptions> = {}, hurry = true) => {
  const clock = createFakeClock({ hurry });
  return {
    clock,
    budget: createRequestBudget({ clock, perSecond: 8, perMinute: 80, perHour: 600, ...limits }),
  };
};
const isExhausted = (error: unknown) => error instanceof VizoraError && error.kind === 'budget_exhausted';

test('no interval of a window is ever given more than its limit, whoever asks whenever', async () => {
  const limits = fc.record({
    perSecond: fc.integer({ min: 1, max: 5 }),
    perMinute: fc.integer({ min: 1, max: 12 }),
    perHour: fc.integer({ min: 1, max: 40 }),
  });
  const askers = fc.array(
    fc.record({
      after: fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 600_000 })),
      maxWaitMs: fc.integer({ min: 0, max: 90_000 }),
      block: fc.option(fc.integer({ min: 1, max: 20_000 }), { freq: 3 }),
      leavesAfter: fc.option(fc.integer({ min: 0, max: 60_000 })),
    }),
    { minLength: 1, maxLength: 120 },
  );
  await fc.assert(
    fc.asyncProperty(limits, askers, async (limit, asked) => {
      const { clock, budget } = setUp(limit);
      const sent: number[] = [];
      const blocks: { from: number; until: number }[] = [];
      await Promise.all(
        asked.map(async ({ after, maxWaitMs, block, leavesAfter }) => {
          await clock.sleep(after);
          const askedAt = clock.now();
          if (block !== null) {
            blocks.push({ from: clock.now(), until: clock.now() + block });
            budget.block(ROUTE, clock.now() + block);
          }
          const leave = new AbortController();
          if (leavesAfter !== null) void clock.sleep(leavesAfter).then(() => leave.abort('left'));
          try {
            await budget.take(ROUTE, leave.signal, maxWaitMs);
          } catch (error) {
            assert.ok(error === 'left' || isExhausted(error));
            return;
          }
          sent.push(clock.now());
          assert.ok(clock.now() <= askedAt + maxWaitMs, 'waited longer than allowed');
        }),
      );
      for (const [length, most] of [
        [1_000, limit.perSecond],
        [60_000, limit.perMinute],
        [3_600_000, limit.perHour],
      ] as const) {
        for (const from of sent) {
          const within = sent.filter((at) => at >= from && at < from + length).length;
          assert.ok(within <= most, `${within} in ${length} ms`);
        }
      }
      for (const { from, until } of blocks) assert.ok(!sent.some((at) => at > from && at < until));
    }),
    { numRuns: 150 },
  );
});

test('a full second is waited out, in the order of asking', async () => {
  const { clock, budget } = setUp();
  const start = clock.now();
  const order: number[] = [];
  await Promise.all(Array.from({ length: 20 }, (_, n) => budget.take(ROUTE).then(() => order.push(n))));
  assert.deepEqual(
    order,
    [...order].sort((a, b) => a - b),
  );
  assert.equal(clock.now() - start, 2_000);
});

test('a full hour fails at once and says how long to wait', async () => {
  const { clock, budget } = setUp({ perHour: 3 });
  for (let n = 0; n < 3; n++) await budget.take(ROUTE);
  clock.advance(60_000);
  await assert.rejects(budget.take(ROUTE), (error) => {
    assert.ok(error instanceof VizoraError);
    assert.equal(error.kind, 'budget_exhausted');
    assert.equal(error.retryAfterMs, 3_540_000);
    assert.match(error.message, /GET \/api\/v1\/schedules.* 3540 s; nothing was sent/);
    return true;
  });
  clock.advance(3_540_000);
  await budget.take(ROUTE);
});

test('each route has windows of its own', async () => {
  const { budget } = setUp({ perHour: 1 });
  await budget.take(ROUTE);
  await budget.take('GET /api/v1/schedules/:id');
  await assert.rejects(budget.take(ROUTE), isExhausted);
});

test('logins have a limit of their own, one a minute unless told otherwise', async () => {
  const { clock, budget } = setUp();
  await budget.take(LOGIN);
  await assert.rejects(budget.take(LOGIN), isExhausted);
  const start = clock.now();
  await budget.take(LOGIN, undefined, 65_000);
  assert.equal(clock.now() - start, 60_000);
  const three = setUp({ logins: { limit: 3, length: 60_000 } });
  for (let n = 0; n < 3; n++) await three.budget.take(LOGIN);
  await assert.rejects(three.budget.take(LOGIN), isExhausted);
});

test('a block that comes while somebody waits makes him wait on', async () => {
  const { clock, budget } = setUp({ perSecond: 1 }, false);
  await budget.take(ROUTE);
  let sentAt = 0;
  const waiting = budget.take(ROUTE).then(() => {
    sentAt = clock.now();
  });
  const start = clock.now();
  budget.block(ROUTE, start + 3_000);
  for (let second = 0; second < 3; second++) {
    clock.advance(1_000);
    await new Promise(setImmediate);
  }
  await waiting;
  assert.equal(sentAt - start, 3_000);
});

test('whoever is aborted while waiting leaves his place to the next', async () => {
  const { clock, budget } = setUp({ perSecond: 1 }, false);
  await budget.take(ROUTE);
  const abort = new AbortController();
  const given = budget.take(ROUTE, abort.signal);
  abort.abort(new Error('no longer needed'));
  await assert.rejects(given, /no longer needed/);
  const next = budget.take(ROUTE, undefined, 1_000);
  clock.advance(1_000);
  await next;
});

test('a clock that is set back does not block anybody', async () => {
  const { clock, budget } = setUp({ perMinute: 2 });
  await budget.take(ROUTE);
  clock.set(clock.now() - 3 * 3_600_000);
  await budget.take(ROUTE, undefined, 0);
  await assert.rejects(budget.take(ROUTE, undefined, 59_000), isExhausted);
  await budget.take(ROUTE, undefined, 60_000);
});
