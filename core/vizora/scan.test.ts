import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { setUp } from './client-on-fake.test-support.ts';
import { VizoraError } from './errors.ts';
import { createFakeClock } from './fake-clock.test-support.ts';
import { cuid, type FakeVizora, reply, scheduleRow } from './fake-vizora.test-support.ts';
import { scan } from './scan.ts';

const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => scheduleRow(cuid(from + n)));

function acmeOf(fake: FakeVizora) {
  const [account] = Object.values(fake.accounts);
  assert.ok(account);
  return account;
}

for (const count of [0, 1, 99, 100, 101, 1_234]) {
  test(`a list of ${count} is read whole`, async (t) => {
    const { fake, acme } = await setUp(t);
    acmeOf(fake).schedules = rows(count);
    const result = await acme.listSchedules();
    assert.equal(result.complete && result.total, count);
    assert.deepEqual(
      result.items.map(({ id }) => id),
      rows(count).map(({ id }) => id),
    );
    assert.equal(fake.count('GET /schedules'), Math.max(1, Math.ceil(count / 100)));
  });
}

test('the secrets of list rows are dropped at the border', async (t) => {
  const { acme } = await setUp(t);
  const text = JSON.stringify([await acme.listSchedules(), await acme.getSchedule(cuid(1))]);
  assert.match(text, /"_count":{"items":2}/);
  assert.doesNotMatch(text, /SECRET|jwtToken|pairingCode|description/);
});

test('a row that goes while pages are read makes it walk again', async (t) => {
  const { fake, acme } = await setUp(t);
  const account = acmeOf(fake);
  account.schedules = rows(250);
  let moves = 2;
  fake.beforePage = (page) => {
    if (page === 2 && moves-- > 0) account.schedules.shift();
  };
  const result = await acme.listSchedules();
  assert.equal(result.complete && result.total, 248);
  assert.equal(fake.count('GET /schedules'), 9);
});

test('a row that comes while pages are read makes it walk again', async (t) => {
  const { fake, acme } = await setUp(t);
  const account = acmeOf(fake);
  account.schedules = rows(250, 1_000);
  let moves = 1;
  fake.beforePage = (page) => {
    if (page === 3 && moves-- > 0) account.schedules.unshift(scheduleRow(cuid(1)));
  };
  const result = await acme.listSchedules();
  assert.equal(result.complete && result.total, 251);
});

test('a list that never stands still is incomplete, after four walks', async (t) => {
  const { fake, acme } = await setUp(t);
  const account = acmeOf(fake);
  account.schedules = rows(150);
  let id = 10_000;
  fake.beforePage = (page) => {
    if (page === 2) account.schedules.unshift(scheduleRow(cuid(id++)));
  };
  const result = await acme.listSchedules();
  assert.equal(result.complete === false && result.reason, 'total_moved');
  assert.equal(fake.count('GET /schedules'), 8);
});

test('a row seen twice while another was missed is incomplete, although the totals agree', async (t) => {
  const { fake, acme } = await setUp(t);
  const account = acmeOf(fake);
  account.schedules = rows(150);
  fake.beforePage = (page) => {
    // The last row goes and a new first one comes: the hundredth is on both pages.
    if (page === 2) account.schedules = [scheduleRow(cuid(9_999)), ...account.schedules.slice(0, -1)];
    else account.schedules = rows(150);
  };
  const result = await acme.listSchedules();
  assert.equal(result.complete === false && result.reason, 'missing_items');
  assert.equal(result.items.length, 149);
});

test('a platform that gives the same page for every number is incomplete', async () => {
  const items = rows(100);
  const result = await scan(async () => ({ items, total: 300 }), { clock: createFakeClock({ hurry: true }) });
  assert.equal(result.complete === false && result.reason, 'missing_items');
});

test('more rows than there should be are incomplete', async () => {
  const result = await scan(async () => ({ items: rows(3), total: 2 }), {
    clock: createFakeClock({ hurry: true }),
  });
  assert.equal(result.complete === false && result.reason, 'surplus_items');
});

test('an empty page before the end is incomplete, and does not walk for ever', async () => {
  let pages = 0;
  const readPage = async () => {
    pages++;
    return { items: [], total: 1_000_000 };
  };
  const result = await scan(readPage, { clock: createFakeClock({ hurry: true }) });
  assert.equal(result.complete === false && result.reason, 'missing_items');
  assert.equal(pages, 4);
});

test('a walk ends with its time', async () => {
  const clock = createFakeClock();
  const result = await scan(
    async (page) => {
      clock.advance(10_000);
      return { items: rows(100, page * 100), total: 1_000_000 };
    },
    { clock },
  );
  assert.equal(result.complete === false && result.reason, 'time_budget');
  assert.equal(result.items.length, 6_000);
  assert.equal(result.at, clock.now() - 600_000);
});

test('a page that fails makes the list incomplete with the kind of the failure', async (t) => {
  const { fake, acme } = await setUp(t);
  acmeOf(fake).schedules = rows(150);
  const cases = [
    ['server_error', reply(500, { statusCode: 500, message: 'Internal server error' })],
    ['unexpected_shape', reply(200, { success: true, data: [] })],
    ['unexpected_shape', reply(200, { success: true, data: { data: {}, meta: { total: 0 } } })],
    ['unexpected_shape', reply(200, { success: true, data: { data: [] } })],
    ['forbidden', reply(403, { statusCode: 403, message: 'no' })],
    ['rate_limited', reply(429, { statusCode: 429, message: 'no' }, { 'retry-after-long': '3600' })],
    ['budget_exhausted', reply(500, 'never reached')],
  ] as const;
  for (const [reason, answer] of cases) {
    fake.interject('GET /schedules', answer);
    const result = await acme.listSchedules();
    assert.equal(result.complete === false && result.reason, reason);
    assert.equal(result.items.length, 0);
  }
});

test('one row of another shape fails the whole look', async (t) => {
  const { fake, acme } = await setUp(t);
  acmeOf(fake).schedules.push(scheduleRow(cuid(9), { isActive: 'yes' }));
  const result = await acme.listSchedules();
  assert.equal(result.complete === false && result.reason, 'unexpected_shape');
  assert.match(result.complete ? '' : result.detail, /data\.data\.3\.isActive/);
});

test('what is no trouble outside is thrown on', async () => {
  const clock = createFakeClock();
  await assert.rejects(
    scan(() => Promise.reject(new TypeError('ours')), { clock }),
    TypeError,
  );
  const failing = scan(() => Promise.reject(new VizoraError('timeout', 'GET /x', 'slow')), { clock });
  assert.equal((await failing).complete, false);
});

test('whatever moves in one direction while pages are read, a complete list misses nothing that stayed', async () => {
  const change = fc.constantFrom('insert', 'delete');
  const moves = fc.array(fc.record({ beforeRead: fc.nat(12), at: fc.nat(400) }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 420 }), change, moves, async (count, kind, moves) => {
      const all = rows(count).map(({ id }) => ({ id }));
      const gone = new Set<string>();
      let next = 100_000;
      let reads = 0;
      const readPage = async (page: number) => {
        for (const move of moves.filter(({ beforeRead }) => beforeRead === reads)) {
          if (kind === 'insert') all.splice(Math.min(move.at, all.length), 0, { id: cuid(next++) });
          else for (const { id } of all.splice(Math.min(move.at, all.length), 1)) gone.add(id);
        }
        reads++;
        return { items: all.slice((page - 1) * 100, page * 100), total: all.length };
      };
      const result = await scan(readPage, { clock: createFakeClock({ hurry: true }) });
      if (!result.complete) return;
      const seen = new Set(result.items.map(({ id }) => id));
      for (const { id } of rows(count)) assert.ok(seen.has(id) || gone.has(id), `${id} was missed`);
    }),
    { numRuns: 300 },
  );
});
