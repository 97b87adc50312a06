import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../clock.ts';
import { ofKind, setUp } from './client-on-fake.test-support.ts';
import { createFakeClock } from './fake-clock.test-support.ts';
import { cuid, reply } from './fake-vizora.test-support.ts';

const A = cuid(1);

test('nothing listening there is a connection error that names the setting', async (t) => {
  const { fake, acme } = await setUp(t);
  await fake.close();
  await assert.rejects(
    acme.countSchedules(),
    (error) => ofKind('connection')(error) && /vizora\.api_url/.test(String(error)),
  );
});

test('a platform that hangs is given up within the time, for reads and writes', async (t) => {
  const { fake, acme } = await setUp(t, { clock: systemClock, timeoutMs: 250 });
  await acme.countSchedules();
  for (const route of ['GET /schedules', `PATCH /schedules/${A}`]) {
    fake.interject(route, () => undefined);
    const startedAt = Date.now();
    const asked = route.startsWith('GET') ? acme.countSchedules() : acme.setScheduleActive(A, false);
    await assert.rejects(asked, ofKind('timeout'));
    assert.ok(Date.now() - startedAt < 1_000, `${Date.now() - startedAt} ms`);
    assert.equal(fake.count(route), route.startsWith('GET') ? 2 : 1);
  }
});

test('a body that trickles is given up within the time', async (t) => {
  const { fake, acme } = await setUp(t, { clock: systemClock, timeoutMs: 250 });
  await acme.countSchedules();
  const trickle: NodeJS.Timeout[] = [];
  fake.interject('GET /schedules', (response) => {
    response.writeHead(200);
    trickle.push(setInterval(() => response.write(' '), 20));
  });
  await assert.rejects(acme.countSchedules(), ofKind('timeout'));
  for (const timer of trickle) clearInterval(timer);
});

test('no time-out can be set above 10 s', async (t) => {
  const timeout = t.mock.method(AbortSignal, 'timeout');
  const { acme } = await setUp(t, { timeoutMs: 3_600_000 });
  await acme.countSchedules();
  assert.ok(timeout.mock.calls.length >= 3);
  for (const { arguments: given } of timeout.mock.calls) assert.ok(given[0] <= 10_000, String(given[0]));
});

test('the difference of the clocks is read from the Date header', async (t) => {
  const clock = createFakeClock({ start: Date.now() + 90_000 });
  const { acme, vizora } = await setUp(t, { clock });
  assert.equal(vizora.clockSkewMs(), null);
  await acme.countSchedules();
  const skew = vizora.clockSkewMs() ?? Number.NaN;
  assert.ok(Math.abs(skew - 90_000) < 5_000, String(skew));
});

test('no secret and no markup gets into messages or the log', async (t) => {
  const { fake, acme, logged, secret } = await setUp(t);
  secret.password = 'right';
  await acme.countSchedules();
  const message = `<b>${'x'.repeat(500)}\u0000\n"`;
  fake.interject('GET /schedules', reply(400, { statusCode: 400, message }));
  await assert.rejects(acme.countSchedules(), (error) => {
    const text = String(error);
    return text.length < 400 && /^[\x20-\x7e]*$/.test(text) && !text.includes('token-1');
  });
  assert.doesNotMatch(logged(), /token-1|"right"/);
});
