import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ofKind, setUp } from './client-on-fake.test-support.ts';
import type { VizoraErrorKind } from './errors.ts';
import { cuid, reply } from './fake-vizora.test-support.ts';

/** Until the next try after one that failed. */
const PAUSE = 10_000;

test('three failed logins in a row stop it, and no further one is tried', async (t) => {
  const { fake, acme, secret, logged, clock } = await setUp(t);
  secret.password = 'wrong-secret';
  for (let n = 1; n <= 3; n++) {
    await assert.rejects(acme.getSchedule(cuid(1)), ofKind('unauthorized'));
    assert.equal(acme.state().failed_logins, n);
    clock.advance(PAUSE);
  }
  const expected = {
    logged_in: false,
    login_stopped: true,
    login_stop_reason: 'failed_logins',
    failed_logins: 3,
  };
  assert.deepEqual(acme.state(), expected);
  await assert.rejects(acme.getSchedule(cuid(1)), ofKind('login_stopped'));
  const scan = await acme.listSchedules();
  assert.equal(scan.complete === false && scan.reason, 'login_stopped');
  assert.equal(fake.count('POST /auth/login'), 3);
  assert.doesNotMatch(logged(), /wrong-secret/);
});

test('50 callers with a wrong password are one failed login', async (t) => {
  const { fake, acme, secret } = await setUp(t);
  secret.password = 'wrong';
  await Promise.allSettled(Array.from({ length: 50 }, () => acme.countSchedules()));
  assert.equal(fake.count('POST /auth/login'), 1);
  assert.equal(acme.state().failed_logins, 1);
});

test('what asks again soon after a refusal is told the same without another try', async (t) => {
  const { fake, acme, secret, clock } = await setUp(t);
  secret.password = 'wrong';
  for (let n = 0; n < 5; n++) await assert.rejects(acme.countSchedules(), ofKind('unauthorized'));
  clock.advance(PAUSE - 1);
  await assert.rejects(acme.countSchedules(), ofKind('unauthorized'));
  assert.equal(fake.count('POST /auth/login'), 1);
  clock.advance(1);
  await assert.rejects(acme.countSchedules(), ofKind('unauthorized'));
  assert.equal(fake.count('POST /auth/login'), 2);
  clock.set(0);
  await assert.rejects(acme.countSchedules(), ofKind('unauthorized'));
  assert.equal(fake.count('POST /auth/login'), 3, 'a clock that was set back keeps nobody waiting');
});

test('a rotated password is tried at once', async (t) => {
  const { fake, acme, secret } = await setUp(t);
  secret.password = 'wrong';
  await assert.rejects(acme.countSchedules());
  secret.password = 'right';
  assert.equal(await acme.countSchedules(), 3);
  assert.equal(fake.count('POST /auth/login'), 2);
});

test('a rotated password ends the stop', async (t) => {
  const { fake, acme, secret, clock } = await setUp(t);
  secret.password = 'wrong';
  for (let n = 0; n < 4; n++) {
    await assert.rejects(acme.countSchedules());
    clock.advance(PAUSE);
  }
  secret.password = 'right';
  assert.equal(await acme.countSchedules(), 3);
  assert.equal(acme.state().login_stopped, false);
  assert.equal(fake.count('POST /auth/login'), 4);
});

test('a good login forgets earlier failures', async (t) => {
  const { acme, fake, clock } = await setUp(t);
  for (let n = 0; n < 2; n++) {
    fake.interject('POST /auth/login', reply(401, { message: 'Invalid email or password', statusCode: 401 }));
    await assert.rejects(acme.countSchedules(), ofKind('unauthorized'));
    clock.advance(PAUSE);
  }
  await acme.countSchedules();
  assert.equal(acme.state().failed_logins, 0);
});

test('a platform that is not there is asked for one login in a look, and again soon after', async (t) => {
  const { fake, acme, clock } = await setUp(t);
  fake.interject('POST /auth/login', (response) => response.destroy());
  for (let n = 0; n < 5; n++) await assert.rejects(acme.countSchedules(), ofKind('connection'));
  clock.advance(PAUSE - 1);
  await assert.rejects(acme.countSchedules(), ofKind('connection'));
  assert.equal(fake.count('POST /auth/login'), 1);
  clock.advance(1);
  assert.equal(await acme.countSchedules(), 3);
});

test('trouble on the way is not a failed login', async (t) => {
  const { fake, acme, clock } = await setUp(t);
  const troubles: [VizoraErrorKind, Parameters<typeof fake.interject>[1]][] = [
    ['connection', (response) => response.destroy()],
    ['server_error', reply(500, { statusCode: 500, message: 'Internal server error' })],
    ['rate_limited', reply(429, { statusCode: 429, message: 'Too Many Requests' }, { 'retry-after': '60' })],
    ['unexpected_shape', reply(200, '<html>')],
    ['unexpected_shape', reply(201, { hello: 'world' })],
  ];
  for (const [kind, answer] of troubles) {
    fake.interject('POST /auth/login', answer);
    await assert.rejects(acme.countSchedules(), ofKind(kind));
    clock.advance(PAUSE);
  }
  assert.equal(acme.state().failed_logins, 0);
  assert.equal(await acme.countSchedules(), 3);
});

test('a locked account counts as a failed login and is left alone for as long as it is locked', async (t) => {
  const { fake, acme, clock } = await setUp(t);
  fake.interject('POST /auth/login', reply(429, { statusCode: 429, message: 'Account temporarily locked' }));
  await assert.rejects(
    acme.countSchedules(),
    (error) => ofKind('rate_limited')(error) && /locked/.test(String(error)),
  );
  assert.equal(acme.state().failed_logins, 1);
  await assert.rejects(acme.countSchedules(), ofKind('rate_limited'));
  assert.equal(fake.count('POST /auth/login'), 1);
  clock.advance(15 * 60_000);
  assert.equal(await acme.countSchedules(), 3);
});

test('an account with a second factor stops at once and says what to do', async (t) => {
  const { fake, acme } = await setUp(t);
  fake.interject(
    'POST /auth/login',
    reply(201, { success: true, data: { mfaRequired: true, challengeToken: 'x' } }),
  );
  await assert.rejects(acme.countSchedules(), (error) => {
    return ofKind('login_stopped')(error) && /account without one/.test(String(error));
  });
  await assert.rejects(acme.countSchedules(), ofKind('login_stopped'));
  assert.equal(acme.state().login_stop_reason, 'second_factor');
  assert.equal(fake.count('POST /auth/login'), 1);
});

test('an account of another organisation is logged out at once and not used', async (t) => {
  const { fake, acme } = await setUp(t, { expectedSlug: 'beta-retail' });
  await assert.rejects(acme.setScheduleActive(cuid(1), false), (error) => {
    return ofKind('wrong_organisation')(error) && /acme-signage, not to beta-retail/.test(String(error));
  });
  await assert.rejects(acme.countSchedules(), ofKind('wrong_organisation'));
  assert.equal(acme.state().login_stopped, true);
  assert.equal(fake.sessions.size, 0);
  assert.deepEqual(
    fake.requests.map(({ method, path }) => `${method} ${path}`),
    ['POST /api/v1/auth/login', 'GET /api/v1/auth/me', 'POST /api/v1/auth/logout'],
  );
});

test('a token that is refused at once counts as a failed login', async (t) => {
  const { fake, acme, clock } = await setUp(t);
  for (let n = 0; n < 3; n++) {
    fake.interject('GET /auth/me', reply(401, { message: 'Unauthorized', statusCode: 401 }));
    await assert.rejects(acme.countSchedules(), ofKind('unauthorized'));
    clock.advance(PAUSE);
  }
  await assert.rejects(acme.countSchedules(), ofKind('login_stopped'));
});

test('a password that cannot be read is said, and tried again when it can', async (t) => {
  const { fake, vizora } = await setUp(t);
  let missing = true;
  const password = () => {
    if (missing) throw new Error('cannot read the file /run/secrets/reader (ENOENT)');
    return 'right';
  };
  const organisation = vizora.organisation({ email: 'reader@acme.example.com', password }, null);
  await assert.rejects(organisation.countSchedules(), (error) => {
    return ofKind('login_stopped')(error) && /\/run\/secrets\/reader/.test(String(error));
  });
  assert.equal(organisation.state().login_stop_reason, 'password_unreadable');
  assert.equal(fake.requests.length, 0);
  missing = false;
  await organisation.countSchedules();
  assert.equal(organisation.state().login_stopped, false);
});
