import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../clock.ts';
import { ofKind, setUp } from './client-on-fake.test-support.ts';
import { createFakeClock } from './fake-clock.test-support.ts';
import { cuid, reply } from './fake-vizora.test-support.ts';

test('50 callers at once log in once', async (t) => {
  const { fake, acme } = await setUp(t);
  assert.equal(acme.state().logged_in, false);
  await Promise.all(Array.from({ length: 50 }, () => acme.getSchedule(cuid(1))));
  assert.equal(fake.count('POST /auth/login'), 1);
  assert.equal(fake.count(`GET /schedules/${cuid(1)}`), 50);
  assert.deepEqual(acme.state(), {
    logged_in: true,
    login_stopped: false,
    login_stop_reason: null,
    failed_logins: 0,
  });
});

test('nobody logs in before something is asked', async (t) => {
  const { fake, vizora } = await setUp(t);
  await vizora.close();
  assert.equal(fake.requests.length, 0);
});

test('the same account twice is one session', async (t) => {
  const { fake, vizora, acme } = await setUp(t);
  const again = vizora.organisation(
    { email: ' Reader@acme.example.com', password: () => 'right' },
    'acme-signage',
  );
  await Promise.all([acme.countSchedules(), again.countSchedules()]);
  assert.equal(fake.count('POST /auth/login'), 1);
});

test('no cookie is sent back, and the token goes as a Bearer', async (t) => {
  const { fake, acme } = await setUp(t);
  await acme.countSchedules();
  await acme.countSchedules();
  assert.ok(fake.requests.every(({ headers }) => headers.cookie === undefined));
  assert.ok(fake.requests.every(({ headers }) => headers['x-forwarded-for'] === undefined));
  assert.equal(fake.requests.at(-1)?.headers.authorization, 'Bearer token-1');
});

test('a token that is refused leads to one new login, for all callers together', async (t) => {
  const { fake, acme } = await setUp(t);
  await acme.countSchedules();
  fake.sessions.clear();
  await Promise.all(Array.from({ length: 20 }, () => acme.countSchedules()));
  assert.equal(fake.count('POST /auth/login'), 2);
});

test('a write whose token was refused is sent again with the new one', async (t) => {
  const { fake, acme } = await setUp(t);
  await acme.countSchedules();
  fake.sessions.clear();
  assert.equal((await acme.setScheduleActive(cuid(1), false)).isActive, false);
  assert.equal(fake.count(`PATCH /schedules/${cuid(1)}`), 2);
});

test('a late refusal of an old token does not cost the new session', async (t) => {
  const { fake, acme } = await setUp(t);
  await acme.countSchedules();
  let refuseLate: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    fake.interject('GET /schedules', (response, request) => {
      refuseLate = () =>
        reply(401, { message: 'Token has been revoked', statusCode: 401 })(response, request);
      resolve();
    });
  });
  const late = acme.countSchedules();
  await asked;
  fake.sessions.clear();
  await acme.countSchedules();
  refuseLate();
  assert.equal(await late, 3);
  assert.equal(fake.count('POST /auth/login'), 2);
});

test('a second refusal in a row is an error, not another login', async (t) => {
  const { fake, acme } = await setUp(t);
  for (let n = 0; n < 2; n++)
    fake.interject('GET /schedules', reply(401, { message: 'Unauthorized', statusCode: 401 }));
  await assert.rejects(acme.countSchedules(), ofKind('unauthorized'));
  assert.equal(fake.count('POST /auth/login'), 2);
});

test('the session is renewed at 80 % of its life, while callers wait for one login', async (t) => {
  const { fake, acme, clock } = await setUp(t);
  fake.expiresIn = 1_000;
  await acme.countSchedules();
  clock.advance(799_000);
  await acme.countSchedules();
  assert.equal(fake.count('POST /auth/login'), 1);
  clock.advance(2_000);
  await Promise.all(Array.from({ length: 10 }, () => acme.countSchedules()));
  assert.equal(fake.count('POST /auth/login'), 2);
  assert.equal(fake.requests.at(-1)?.headers.authorization, 'Bearer token-2');
});

test('while a renewal fails the old token serves until its end, and the platform is not pestered', async (t) => {
  const { fake, acme, clock } = await setUp(t);
  fake.expiresIn = 1_000;
  await acme.countSchedules();
  clock.advance(801_000);
  fake.interject('POST /auth/login', (response) => response.destroy());
  for (let n = 0; n < 5; n++) assert.equal(await acme.countSchedules(), 3);
  assert.equal(fake.count('POST /auth/login'), 2);
  clock.advance(61_000);
  await acme.countSchedules();
  assert.equal(fake.count('POST /auth/login'), 3);
});

test('without an expected organisation any will do, and whoAmI tells which it is', async (t) => {
  const { acme } = await setUp(t, { expectedSlug: null });
  assert.deepEqual(await acme.whoAmI(), { slug: 'acme-signage', name: 'The acme-signage' });
});

test('when the organisation cannot be asked, the next caller asks again without a new login', async (t) => {
  const { fake, acme } = await setUp(t);
  fake.interject('GET /auth/me', reply(500, { statusCode: 500, message: 'Internal server error' }));
  await assert.rejects(acme.countSchedules(), ofKind('server_error'));
  assert.equal(acme.state().logged_in, false);
  assert.equal(await acme.countSchedules(), 3);
  assert.equal(fake.count('POST /auth/login'), 1);
});

test('closing logs out with the token, and nothing is asked afterwards', async (t) => {
  const { fake, acme, vizora } = await setUp(t);
  await acme.countSchedules();
  await vizora.close();
  const last = fake.requests.at(-1);
  assert.equal(last?.path, '/api/v1/auth/logout');
  assert.equal(last?.headers.authorization, 'Bearer token-1');
  assert.equal(fake.sessions.size, 0);
  await assert.rejects(acme.countSchedules(), ofKind('login_stopped'));
  assert.equal(fake.requests.at(-1), last);
});

test('closing during a login waits for it, and logs that session out too', async (t) => {
  const { fake, acme, vizora } = await setUp(t, { clock: systemClock });
  const asked = acme.countSchedules().catch((error: unknown) => error);
  await vizora.close();
  await asked;
  assert.equal(fake.count('POST /auth/login'), 1);
  assert.equal(fake.sessions.size, 0);
});

test('closing while a login waits for the budget ends the wait', async (t) => {
  const { vizora, acme } = await setUp(t, { clock: createFakeClock(), loginsPerMinute: 1 });
  await acme.countSchedules();
  const other = vizora.organisation({ email: 'writer@acme.example.com', password: () => 'x' }, null);
  const waiting = assert.rejects(other.countSchedules(), ofKind('login_stopped'));
  await vizora.close();
  await waiting;
});

test('a platform that is gone does not keep us from closing', async (t) => {
  const { fake, acme, vizora, logged } = await setUp(t);
  await acme.countSchedules();
  await fake.close();
  await vizora.close();
  assert.match(logged(), /logging out failed/);
});
