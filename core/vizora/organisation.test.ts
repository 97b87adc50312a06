import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ofKind, setUp } from './client-on-fake.test-support.ts';
import { VizoraError } from './errors.ts';
import { cuid, reply, scheduleRow } from './fake-vizora.test-support.ts';
import { NO_ROW } from './refused-writes.ts';

const [A, UNKNOWN] = [cuid(1), cuid(404)];
const OTHER_DISPLAY = '00000000-0000-4000-8000-000000000001';

test('a schedule is read with the fields that are used', async (t) => {
  const { acme } = await setUp(t);
  assert.deepEqual(await acme.getSchedule(A), {
    id: A,
    name: `Schedule ${A}`,
    isActive: true,
    startDate: '2026-10-23T18:44:29.502Z',
    endDate: null,
    startTime: 480,
    endTime: 1080,
    daysOfWeek: [1, 2, 3, 4, 5],
    priority: 5,
    playlistId: 'cmws7qp2w001o2e7d05izbtmi',
    displayId: '0efd70ba-461a-475b-8618-790198521a30',
    displayGroupId: null,
    updatedAt: '2026-10-23T18:44:29.502Z',
    playlist: {},
  });
});

test('a schedule that is not there is null, and an unknown route is not taken for that', async (t) => {
  const { fake, acme } = await setUp(t);
  assert.equal(await acme.getSchedule(UNKNOWN), null);
  for (const answer of [
    reply(404, { statusCode: 404, message: 'Cannot GET /x' }),
    reply(404, '<h1>404</h1>'),
  ]) {
    fake.interject(`GET /schedules/${UNKNOWN}`, answer);
    await assert.rejects(acme.getSchedule(UNKNOWN), ofKind('rejected'));
  }
});

test('an id that is not one of the platform is refused before anything is sent', async (t) => {
  const { fake, acme } = await setUp(t);
  const hostile = [
    '',
    'nope',
    '../auth/me',
    `${A}/../x`,
    `${A}?x=1`,
    `${A}\n`,
    "c' OR 1=1 --aaaaaaaaaaaaaa",
    '$(reboot)',
    `${A}%2f`,
  ];
  for (const id of hostile) {
    await assert.rejects(acme.getSchedule(id), ofKind('rejected'), id);
    await assert.rejects(acme.setScheduleActive(id, false), ofKind('rejected'), id);
  }
  assert.equal(fake.requests.length, 0);
});

test('switching a schedule sends a real boolean and nothing else', async (t) => {
  const { fake, acme } = await setUp(t);
  assert.equal((await acme.setScheduleActive(A, false)).isActive, false);
  assert.deepEqual(fake.requests.at(-1)?.body, { isActive: false });
  assert.equal((await acme.getSchedule(A))?.isActive, false);
  await assert.rejects(acme.setScheduleActive(A, 'false' as unknown as boolean));
  assert.equal(fake.count(`PATCH /schedules/${A}`), 1);
});

test('an answer that contradicts the write, or is about another schedule, is no success', async (t) => {
  const { fake, acme } = await setUp(t);
  fake.interject(`PATCH /schedules/${A}`, reply(200, { success: true, data: scheduleRow(A) }));
  await assert.rejects(acme.setScheduleActive(A, false), ofKind('unexpected_shape'));
  fake.interject(`GET /schedules/${A}`, reply(200, { success: true, data: scheduleRow(UNKNOWN) }));
  await assert.rejects(acme.getSchedule(A), ofKind('unexpected_shape'));
});

test('counting asks for one row', async (t) => {
  const { fake, acme } = await setUp(t);
  assert.equal(await acme.countSchedules(), 3);
  assert.equal(fake.requests.at(-1)?.path, '/api/v1/schedules?page=1&limit=1');
});

test('a content whose state is not what was asked for, or that is another one, is no success', async (t) => {
  const { fake, acme } = await setUp(t);
  const answer = (id: string, status: string) =>
    reply(201, { success: true, data: { id, status, updatedAt: '2026-10-23T18:44:29.502Z' } });
  const archiving = `POST /content/${A}/archive`;
  fake.interject(archiving, answer(A, 'archived'));
  assert.equal((await acme.archiveContent(A)).status, 'archived');
  fake.interject(archiving, answer(A, 'active'));
  await assert.rejects(acme.archiveContent(A), ofKind('unexpected_shape'));
  fake.interject(archiving, answer(UNKNOWN, 'archived'));
  await assert.rejects(acme.archiveContent(A), ofKind('unexpected_shape'));
  fake.interject(`POST /content/${A}/restore`, answer(A, 'archived'));
  await assert.rejects(acme.restoreContent(A), ofKind('unexpected_shape'));
  assert.equal(fake.count(archiving), 3, 'a write is sent once');
});

test('a display is asked to reload as a device, and what is answered about another one is no receipt', async (t) => {
  const { fake, acme } = await setUp(t);
  const counts = {
    devicesTargeted: 1,
    devicesOnline: 0,
    devicesQueued: 1,
    devicesDelivered: 0,
    devicesFailed: 0,
  };
  const receipt = (id: string, special = {}) =>
    reply(201, {
      success: true,
      data: { command: 'reload', target: { type: 'device', id, name: 'Lobby' }, ...counts, ...special },
    });
  fake.interject('POST /fleet/commands', receipt(NO_ROW.uuid));
  assert.equal((await acme.reloadDisplay(NO_ROW.uuid)).devicesQueued, 1);
  assert.deepEqual(fake.requests.at(-1)?.body, {
    command: 'reload',
    target: { type: 'device', id: NO_ROW.uuid },
  });
  for (const answer of [
    receipt(OTHER_DISPLAY),
    receipt(NO_ROW.uuid, { devicesDelivered: 'all' }),
    reply(201, { success: true, data: {} }),
  ]) {
    fake.interject('POST /fleet/commands', answer);
    await assert.rejects(acme.reloadDisplay(NO_ROW.uuid), ofKind('unexpected_shape'));
  }
  fake.interject(
    'POST /fleet/commands',
    reply(429, { statusCode: 429, message: 'Fleet command rate limit' }),
  );
  await assert.rejects(acme.reloadDisplay(NO_ROW.uuid), ofKind('rate_limited'));
  assert.equal(fake.count('POST /fleet/commands'), 5, 'a write is sent once');
  await assert.rejects(acme.reloadDisplay('lobby"}'), ofKind('rejected'));
  assert.equal(fake.count('POST /fleet/commands'), 5);
});

test('a status that did not become what was asked for is no success', async (t) => {
  const { fake, acme } = await setUp(t);
  const route = `PATCH /displays/${NO_ROW.uuid}`;
  const at = '2026-11-22T19:50:25.000Z';
  const row = {
    ...{ deviceIdentifier: 'error-01', nickname: null, location: null, timezone: 'UTC', isDisabled: false },
    ...{
      lastHeartbeat: at,
      currentPlaylistId: null,
      createdAt: at,
      updatedAt: at,
      pairedAt: at,
      unpairedAt: null,
    },
  };
  const answer = (special: object) =>
    reply(200, { success: true, data: { ...row, status: 'offline', ...special } });
  fake.interject(route, answer({ id: NO_ROW.uuid }));
  assert.equal((await acme.setDisplayStatus(NO_ROW.uuid, 'offline')).status, 'offline');
  assert.deepEqual(fake.requests.at(-1)?.body, { status: 'offline' });
  fake.interject(route, answer({ id: NO_ROW.uuid, status: 'error' }));
  await assert.rejects(acme.setDisplayStatus(NO_ROW.uuid, 'offline'), ofKind('unexpected_shape'));
  fake.interject(route, answer({ id: OTHER_DISPLAY }));
  await assert.rejects(acme.setDisplayStatus(NO_ROW.uuid, 'offline'), ofKind('unexpected_shape'));
});

test('a write whose time is over is not sent, also when it waits for a login', async (t) => {
  const { fake, acme } = await setUp(t);
  const over = new AbortController();
  const writing = acme.setScheduleActive(A, false, over.signal);
  over.abort(new Error('time is over'));
  await assert.rejects(writing, /time is over/);
  assert.equal(fake.count(`PATCH /schedules/${A}`), 0);
});

test('a peek takes one row of a list as it is, whatever the client would make of it', async (t) => {
  const { fake, acme } = await setUp(t);
  const [row] = (fake.accounts['reader@acme.example.com'] ?? { schedules: [] }).schedules;
  if (row) delete row['endDate'];
  assert.deepEqual(await acme.peek('listSchedules'), {
    data: [row],
    meta: { page: 1, limit: 1, total: 3, totalPages: 3 },
  });
  assert.equal(((await acme.peek('getSchedule', A)) as { id: string }).id, A);
  assert.equal(fake.requests.at(-2)?.path, '/api/v1/schedules?page=1&limit=1');
});

test('a knock asks once, for what cannot be, and its refusal is the answer', async (t) => {
  const { fake, acme } = await setUp(t);
  await assert.rejects(
    acme.knock('updateSchedule'),
    (error) =>
      error instanceof VizoraError && error.status === 404 && error.platformMessage === 'Schedule not found',
  );
  assert.deepEqual(fake.requests.at(-1)?.path, `/api/v1/schedules/${NO_ROW.cuid}`);
  assert.deepEqual(fake.requests.at(-1)?.body, {});
  fake.interject('POST /fleet/commands', reply(503, { statusCode: 503, message: 'no gateway' }));
  await assert.rejects(acme.knock('sendFleetCommand'), ofKind('server_error'));
  assert.equal(fake.count('POST /fleet/commands'), 1);
});
