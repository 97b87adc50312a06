import assert from 'node:assert/strict';
import { subscribe } from 'node:diagnostics_channel';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { systemClock } from '../core/clock.ts';
import { createLog } from '../core/log.ts';
import type { Observation } from '../core/vizora/call.ts';
import { createVizora } from '../core/vizora/client.ts';
import { VizoraError, type VizoraErrorKind } from '../core/vizora/errors.ts';
import { createRequestBudget } from '../core/vizora/request-budget.ts';
import type { ScanFailure } from '../core/vizora/scan.ts';
import type { RunningPart } from '../sandbox/stack/part.ts';
import { freePorts } from '../sandbox/stack/ports.ts';
import { loadPrograms } from '../sandbox/stack/programs.ts';
import { sandboxAccounts, sandboxParts } from '../sandbox/vizora/parts.ts';
import { healthyWorld } from '../sandbox/vizora/world/spec.ts';

const world = healthyWorld();
const dataDir = mkdtempSync(join(tmpdir(), 'vizora-client-'));
const ports = await freePorts();
const running: RunningPart[] = [];
const closings: (() => Promise<void>)[] = [];
let lastToken = '';

before(async () => {
  for (const part of sandboxParts({ dataDir, ports, programs: loadPrograms(), world })) {
    running.push(await part.start());
  }
  // More logins than a minute allows; the test of the limits switches them on again.
  await control('POST', '/faults/rate_limit_off', {});
  subscribe('undici:request:headers', (message) => {
    const { request } = message as { request: { headers: readonly string[] } };
    const value = request.headers[request.headers.indexOf('authorization') + 1];
    if (value?.startsWith('Bearer ')) lastToken = value;
  });
});

afterEach(async () => {
  await Promise.all(closings.splice(0).map((close) => close()));
});

after(async () => {
  for (const part of running.reverse()) await part.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function control(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`http://127.0.0.1:${ports.control}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  assert.ok(response.ok, `${method} ${path}: ${response.status}`);
  return (await response.json()) as Record<string, unknown>;
}

/** Runs `look` while the fault is set, and heals it whatever happens. */
async function during(fault: string, parameters: unknown, look: () => Promise<void>): Promise<void> {
  await control('POST', `/faults/${fault}`, parameters);
  try {
    await look();
  } finally {
    await control('DELETE', `/faults/${fault}`);
  }
}

/** The same for a fault of the rows of one organisation. */
async function spoilt(fault: string, org: string, look: () => Promise<void>): Promise<void> {
  await control('POST', `/world/faults/${fault}`, { org, count: 1 });
  try {
    await look();
  } finally {
    await control('DELETE', `/world/faults/${fault}?org=${org}`);
  }
}

function client({
  role = 'reader' as 'reader' | 'writer',
  org = 'acme-signage',
  timeoutMs = 5_000,
  clock = systemClock,
} = {}) {
  const account = sandboxAccounts(world).find((candidate) => candidate.org === org)?.[role];
  assert.ok(account);
  const { email, password } = account;
  const observed: Observation[] = [];
  const vizora = createVizora({
    baseUrl: `http://127.0.0.1:${ports.api}`,
    budget: createRequestBudget({
      clock,
      perSecond: 500,
      perMinute: 5_000,
      perHour: 5_000,
      logins: { limit: 50, length: 60_000 },
    }),
    clock,
    log: createLog('test', 'silent'),
    timeoutMs,
    observe: (observation) => observed.push(observation),
  });
  closings.push(vizora.close);
  const api = vizora.organisation({ email, password: () => password }, org);
  return { api, vizora, observed, account: { email, password } };
}

const ofKind = (kind: VizoraErrorKind) => (error: unknown) =>
  error instanceof VizoraError && error.kind === kind;

async function firstSchedule(api: ReturnType<typeof client>['api']) {
  const scan = await api.listSchedules();
  assert.ok(scan.complete, JSON.stringify(scan));
  const [first] = scan.items;
  assert.ok(first);
  return first;
}

test('an account logs in and reads its own organisation', async () => {
  const { api, vizora } = client();
  assert.equal((await api.whoAmI()).slug, 'acme-signage');
  const scan = await api.listSchedules();
  assert.ok(scan.complete && scan.total > 0);
  assert.equal(await api.countSchedules(), scan.total);
  assert.doesNotMatch(JSON.stringify(scan), /jwtToken|pairingCode/);
  const { playlist: _, ...listed } = await firstSchedule(api);
  const { playlist: __, ...read } = (await api.getSchedule(listed.id)) ?? assert.fail();
  assert.deepEqual(read, listed);
  assert.ok(Math.abs(vizora.clockSkewMs() ?? Number.NaN) < 2_000);
});

test('a writer switches a schedule off and on, seen by the reader through both workers', async () => {
  const [reader, writer] = [client(), client({ role: 'writer' })];
  const { id } = await firstSchedule(reader.api);
  for (const active of [false, false, true]) {
    assert.equal((await writer.api.setScheduleActive(id, active)).isActive, active);
    const looks = await Promise.all(Array.from({ length: 6 }, () => reader.api.getSchedule(id)));
    assert.ok(looks.every((look) => look?.isActive === active));
  }
});

test('a writer archives and restores a content, seen by the reader with a newer date', async () => {
  const [reader, writer] = [client(), client({ role: 'writer' })];
  const scan = await reader.api.listContents();
  assert.ok(scan.complete, JSON.stringify(scan));
  assert.equal(await reader.api.countContents(), scan.total);
  const { id, updatedAt } = scan.items.find(({ status }) => status === 'active') ?? assert.fail();
  const archived = await writer.api.archiveContent(id);
  assert.ok(archived.updatedAt > updatedAt);
  const { status, updatedAt: seenAt } = (await reader.api.getContent(id)) ?? assert.fail();
  assert.deepEqual({ id, status, updatedAt: seenAt }, archived);
  assert.equal((await writer.api.archiveContent(id)).status, 'archived');
  assert.equal((await writer.api.restoreContent(id)).status, 'active');
  assert.equal((await reader.api.getContent(id))?.status, 'active');
  await assert.rejects(reader.api.archiveContent(id), ofKind('forbidden'));
  assert.ok(Math.abs(reader.api.platformNow() - Date.now()) < 3_000);
});

test('a reader may not write', async () => {
  const { api } = client();
  const { id } = await firstSchedule(api);
  await assert.rejects(api.setScheduleActive(id, false), ofKind('forbidden'));
  assert.equal((await api.getSchedule(id))?.isActive, true);
});

test('a display whose player hangs is cured by a reload, and one without a socket only gets it queued', async () => {
  const [reader, writer] = [client(), client({ role: 'writer' })];
  await spoilt('display_frozen', 'acme-signage', async () => {
    const { id, lastHeartbeat } = await silentDisplay(reader.api);
    const told = await writer.api.reloadDisplay(id);
    assert.deepEqual([told.devicesTargeted, told.devicesDelivered, told.devicesQueued], [1, 1, 0]);
    const after = Date.parse((await reader.api.getDisplay(id))?.lastHeartbeat ?? '');
    assert.ok(after > Date.parse(lastHeartbeat ?? ''));
    assert.ok(Math.abs(after - reader.api.platformNow()) < 60_000);
  });
  await spoilt('display_offline', 'acme-signage', async () => {
    const before = await silentDisplay(reader.api);
    const told = await writer.api.reloadDisplay(before.id);
    assert.deepEqual([told.devicesTargeted, told.devicesDelivered, told.devicesQueued], [1, 0, 1]);
    assert.deepEqual(await reader.api.getDisplay(before.id), before);
  });
});

test('a writer sets a display in error to offline, which leaves its heartbeat alone and moves updatedAt', async () => {
  const [reader, writer] = [client(), client({ role: 'writer' })];
  await spoilt('display_error', 'acme-signage', async () => {
    const scan = await reader.api.listDisplays();
    const broken = scan.items.find(({ status }) => status === 'error') ?? assert.fail();
    assert.equal(await reader.api.countDisplays(), scan.items.length);
    assert.equal((await writer.api.setDisplayStatus(broken.id, 'offline')).status, 'offline');
    const { updatedAt, ...after } = (await reader.api.getDisplay(broken.id)) ?? assert.fail();
    const { updatedAt: before, ...rest } = broken;
    assert.deepEqual(after, { ...rest, status: 'offline' });
    assert.ok(Date.parse(updatedAt) > Date.parse(before));
  });
});

test('a reader may neither reset nor reload a display, and nobody one of another organisation', async () => {
  const { api } = client();
  const [display] = (await api.listDisplays()).items;
  const [foreign] = (await client({ org: 'beta-retail' }).api.listDisplays()).items;
  assert.ok(display && foreign);
  await assert.rejects(api.setDisplayStatus(display.id, 'offline'), ofKind('forbidden'));
  await assert.rejects(api.reloadDisplay(display.id), ofKind('forbidden'));
  const writer = client({ role: 'writer' }).api;
  await assert.rejects(writer.setDisplayStatus(foreign.id, 'offline'), ofKind('rejected'));
  await assert.rejects(writer.reloadDisplay(foreign.id), ofKind('rejected'));
  assert.equal(await writer.getDisplay(foreign.id), null);
});

async function silentDisplay(api: ReturnType<typeof client>['api']) {
  const { items } = await api.listDisplays();
  const silentFor = (heartbeat: string | null) => api.platformNow() - Date.parse(heartbeat ?? '');
  return (
    items.find(({ lastHeartbeat }) => silentFor(lastHeartbeat) > 15 * 60_000) ??
    assert.fail('all are heard of')
  );
}

test("another organisation's schedule does not exist, and its account is refused", async () => {
  const foreign = await firstSchedule(client({ org: 'beta-retail' }).api);
  const { api, vizora, account } = client();
  assert.equal(await api.getSchedule(foreign.id), null);
  const wrong = vizora.organisation(
    { email: account.email, password: () => account.password },
    'beta-retail',
  );
  await assert.rejects(wrong.countSchedules(), ofKind('wrong_organisation'));
});

test('a wrong password stops after three logins', async () => {
  let ahead = 0;
  const clock = { ...systemClock, now: () => Date.now() + ahead };
  const { vizora, observed, account } = client({ clock });
  const api = vizora.organisation({ email: account.email, password: () => 'wrong' }, null);
  for (let n = 0; n < 3; n++) {
    await assert.rejects(api.countSchedules(), ofKind('unauthorized'));
    // Past the pause after a refusal.
    ahead += 10_000;
  }
  await assert.rejects(api.countSchedules(), ofKind('login_stopped'));
  assert.equal(observed.length, 3);
});

test('a revoked token is followed by one new login', async () => {
  const { api, observed } = client();
  await api.countSchedules();
  const revoked = lastToken;
  const logout = await fetch(`http://127.0.0.1:${ports.api}/api/v1/auth/logout`, {
    method: 'POST',
    headers: { authorization: revoked },
  });
  assert.equal(logout.status, 201);
  await Promise.all([1, 2, 3, 4, 5].map(() => api.countSchedules()));
  assert.notEqual(lastToken, revoked);
  assert.equal(observed.filter(({ route }) => route.endsWith('/auth/login')).length, 2);
});

test('closing revokes the token', async () => {
  const { api, vizora } = client();
  await api.countSchedules();
  const token = lastToken;
  await vizora.close();
  const answer = await fetch(`http://127.0.0.1:${ports.api}/api/v1/auth/me`, {
    headers: { authorization: token },
  });
  assert.equal(answer.status, 401);
});

test('a list of several pages is read whole', async () => {
  const { api } = client({ org: 'beta-retail' });
  const { id, name, ...like } = await firstSchedule(api);
  const before = await api.countSchedules();
  const { playlistId, displayId, displayGroupId } = like;
  for (let n = 0; n < 120; n++) {
    const row = { org: 'beta-retail', name: `Copy ${n} of ${name}`, playlistId, displayId, displayGroupId };
    await control('POST', '/world/Schedule?org=beta-retail', row);
  }
  const scan = await api.listSchedules();
  assert.ok(scan.complete, JSON.stringify({ ...scan, items: [] }));
  assert.equal(scan.total, before + 120);
  assert.ok(scan.items.some((schedule) => schedule.id === id));
});

test('the limit of a second is waited out, with its suffixed header', async () => {
  const { api, observed } = client();
  await api.countSchedules();
  await control('DELETE', '/faults/rate_limit_off');
  // The workers look at their orders every 50 ms.
  await systemClock.sleep(100);
  try {
    const counts = await Promise.all(Array.from({ length: 26 }, () => api.countSchedules()));
    assert.equal(new Set(counts).size, 1);
    assert.ok(observed.some(({ errorKind }) => errorKind === 'rate_limited'));
  } finally {
    await control('POST', '/faults/rate_limit_off', {});
  }
});

test('without its database the list is incomplete, and whole again afterwards', async () => {
  const { api } = client();
  await api.countSchedules();
  await during('database_down', {}, async () => {
    await untilIncomplete(api, 'server_error');
  });
  await until(async () => (await api.listSchedules()).complete);
});

test('without its Redis the platform hangs, and we do not', async () => {
  const { api } = client({ timeoutMs: 1_000 });
  const { id } = await firstSchedule(api);
  await during('redis_down', {}, async () => {
    const startedAt = Date.now();
    const scan = await api.listSchedules();
    assert.equal(scan.complete === false && scan.reason, 'timeout');
    await assert.rejects(api.setScheduleActive(id, true), ofKind('timeout'));
    assert.ok(Date.now() - startedAt < 4_000);
    assert.equal(api.state().failed_logins, 0);
  });
  await until(async () => (await api.listSchedules()).complete);
});

test('garbage is an unexpected shape, and never an empty list', async () => {
  const { api } = client();
  await api.countSchedules();
  await during('garbage', { app: 'vizora-middleware' }, async () => {
    await untilIncomplete(api, 'unexpected_shape');
  });
});

/** The workers look at their orders a few times a second. */
async function untilIncomplete(api: ReturnType<typeof client>['api'], reason: ScanFailure): Promise<void> {
  await until(async () => {
    const scan = await api.listSchedules();
    return !scan.complete && scan.reason === reason;
  });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 60; attempt++) {
    if (await holds()) return;
    await systemClock.sleep(250);
  }
  assert.fail('it did not come back');
}
