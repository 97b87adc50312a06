import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ofKind, setUp } from './client-on-fake.test-support.ts';
import type { VizoraError, VizoraErrorKind } from './errors.ts';
import { cuid, reply } from './fake-vizora.test-support.ts';

const A = cuid(1);

for (const status of [502, 503, 504]) {
  test(`a read is tried again after ${status}, at most three times in all`, async (t) => {
    const { fake, acme } = await setUp(t);
    for (let n = 0; n < 2; n++) fake.interject('GET /schedules', reply(status, '<html>'));
    assert.equal(await acme.countSchedules(), 3);
    for (let n = 0; n < 3; n++) fake.interject('GET /schedules', reply(status, '<html>'));
    await assert.rejects(acme.countSchedules(), ofKind('server_error'));
    assert.equal(fake.count('GET /schedules'), 6);
  });
}

test('a read is tried again after the connection was cut', async (t) => {
  const { fake, acme } = await setUp(t);
  fake.interject('GET /schedules', (response) => response.destroy());
  assert.equal(await acme.countSchedules(), 3);
  for (let n = 0; n < 3; n++) {
    fake.interject('GET /schedules', (response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('{');
      response.destroy();
    });
  }
  await assert.rejects(acme.countSchedules(), ofKind('connection'));
});

test('a write is sent once, whatever happens', async (t) => {
  const { fake, acme } = await setUp(t);
  const troubles: [VizoraErrorKind, Parameters<typeof fake.interject>[1]][] = [
    ['connection', (response) => response.destroy()],
    ['server_error', reply(503, 'x')],
    ['rate_limited', reply(429, { statusCode: 429, message: 'x' }, { 'retry-after-short': '1' })],
  ];
  for (const [index, [kind, answer]] of troubles.entries()) {
    fake.interject(`PATCH /schedules/${A}`, answer);
    await assert.rejects(acme.setScheduleActive(A, false), ofKind(kind));
    assert.equal(fake.count(`PATCH /schedules/${A}`), index + 1);
  }
});

for (const header of ['Retry-After', 'Retry-After-short', 'Retry-After-medium', 'Retry-After-long']) {
  test(`${header} is honoured: a short one is waited out, a long one fails without asking again`, async (t) => {
    const { fake, acme, clock } = await setUp(t);
    await acme.countSchedules();
    const start = clock.now();
    fake.interject('GET /schedules', reply(429, { statusCode: 429, message: 'x' }, { [header]: '3' }));
    assert.equal(await acme.countSchedules(), 3);
    assert.equal(clock.now() - start, 3_000);
    fake.interject('GET /schedules', reply(429, { statusCode: 429, message: 'x' }, { [header]: '3600' }));
    await assert.rejects(acme.countSchedules(), (error) => {
      return ofKind('rate_limited')(error) && (error as VizoraError).retryAfterMs === 3_600_000;
    });
    await assert.rejects(acme.countSchedules(), ofKind('budget_exhausted'));
    assert.equal(fake.count('GET /schedules'), 4);
    clock.advance(3_600_000);
    assert.equal(await acme.countSchedules(), 3);
  });
}

test('the longest of several Retry-After headers counts, as seconds or as a date', async (t) => {
  const { fake, acme, clock } = await setUp(t);
  await acme.countSchedules();
  const until = new Date(clock.now() + 8_000).toUTCString();
  const headers = {
    'Retry-After': until,
    'Retry-After-short': '1',
    'Retry-After-medium': '5',
    'Retry-After-long': 'x',
  };
  fake.interject('GET /schedules', reply(429, { statusCode: 429, message: 'x' }, headers));
  const start = clock.now();
  await acme.countSchedules();
  assert.equal(clock.now() - start, 8_000);
});

test('a 429 blocks its route for every account, and no other route', async (t) => {
  const { fake, acme, vizora } = await setUp(t);
  fake.accounts['reader@beta.example.com'] = { slug: 'beta-retail', password: 'x', schedules: [] };
  const beta = vizora.organisation({ email: 'reader@beta.example.com', password: () => 'x' }, 'beta-retail');
  fake.interject(
    'GET /schedules',
    reply(429, { statusCode: 429, message: 'x' }, { 'Retry-After-long': '3600' }),
  );
  await assert.rejects(acme.countSchedules(), ofKind('rate_limited'));
  await assert.rejects(beta.countSchedules(), ofKind('budget_exhausted'));
  assert.equal((await acme.getSchedule(A))?.id, A);
});

test('all accounts share one budget for a route', async (t) => {
  const { fake, acme, vizora, clock } = await setUp(t, { perSecond: 2 });
  fake.accounts['reader@beta.example.com'] = { slug: 'beta-retail', password: 'x', schedules: [] };
  const beta = vizora.organisation({ email: 'reader@beta.example.com', password: () => 'x' }, 'beta-retail');
  await Promise.all([acme.whoAmI(), beta.whoAmI()]);
  const start = clock.now();
  await Promise.all([1, 2, 3].flatMap(() => [acme.countSchedules(), beta.countSchedules()]));
  assert.equal(clock.now() - start, 2_000);
});

test('every request is observed with its route, status, kind of error and duration', async (t) => {
  const { fake, acme, observed } = await setUp(t);
  fake.interject(`GET /schedules/${A}`, (response) => response.destroy());
  await acme.getSchedule(A);
  fake.interject('GET /schedules', reply(200, 'no JSON'));
  await assert.rejects(acme.countSchedules());
  assert.deepEqual(
    observed.map(({ route, status, errorKind }) => [route, status, errorKind]),
    [
      ['POST /api/v1/auth/login', 201, null],
      ['GET /api/v1/auth/me', 200, null],
      ['GET /api/v1/schedules/:id', null, 'connection'],
      ['GET /api/v1/schedules/:id', 200, null],
      ['GET /api/v1/schedules', 200, 'unexpected_shape'],
    ],
  );
  assert.ok(observed.every(({ ms }) => ms >= 0));
});
