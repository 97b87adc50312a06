import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { Redis } from 'ioredis';
import { systemClock } from '../core/clock.ts';
import { createLog } from '../core/log.ts';
import type { Family } from '../core/metrics/family.ts';
import { createVizora } from '../core/vizora/client.ts';
import { createRequestBudget } from '../core/vizora/request-budget.ts';
import { shippedChecks } from '../exporter/agent.test-support.ts';
import { scheduleDoctor } from '../exporter/agents/schedule-doctor.ts';
import { gatherOrganisations } from '../exporter/gather/gather-organisations.ts';
import { noDetails, shippedBudget } from '../exporter/gather/no-details.test-support.ts';
import { knownOrganisationFamilies } from '../exporter/known-organisation-families.ts';
import { readKnownOrganisations } from '../exporter/known-organisations.ts';
import { accountFamilies, coverageFamilies } from '../exporter/platform-families.ts';
import { type Gather, runAgent } from '../exporter/run-agent.ts';
import { watchOrganisation } from '../exporter/watched-organisation.ts';
import { loginOf } from '../sandbox/vizora/world/accounts.ts';
import { uuidOf } from '../sandbox/vizora/world/ids.ts';
import { healthyWorld, organisation } from '../sandbox/vizora/world/spec.ts';
import { type RunningSandbox, startSandbox } from './running-sandbox.ts';

const ACME = 'acme-signage';
const BETA = 'beta-retail';
const world = healthyWorld({
  organisations: [
    organisation(ACME, { displays: 6 }),
    organisation(BETA, { displays: 4, tier: 'pro' }),
    organisation('nobodys', { displays: 3 }),
    organisation('vizora-platform', { class: 'test', displays: 2, superAdmin: true }),
  ],
  faults: [
    { name: 'schedule_past_end', org: ACME },
    { name: 'schedule_past_end', org: BETA },
  ],
});
/** Ahead of the real one by as much as a test wants to have waited. */
let ahead = 0;
const clock = { ...systemClock, now: () => Date.now() + ahead };
/** Past the pause after a login that was refused. */
const later = () => {
  ahead += 10_000;
};
const log = createLog('test', 'silent');
let sandbox: RunningSandbox;
let redis: Redis;
const closings: (() => Promise<void>)[] = [];

before(async () => {
  sandbox = await startSandbox(world);
  redis = new Redis({ host: '127.0.0.1', port: sandbox.ports.redis });
});
afterEach(async () => {
  await Promise.all(closings.splice(0).map((close) => close()));
});
after(async () => {
  await redis?.quit();
  await sandbox?.stop();
});

/** What an exporter sees that looks at two of the platform's organisations; passwords are the right ones, unless given. */
function setUp(passwords: Record<string, () => string> = {}) {
  const vizora = createVizora({
    baseUrl: sandbox.apiUrl,
    budget: createRequestBudget({
      clock,
      perSecond: 500,
      perMinute: 5_000,
      perHour: 50_000,
      logins: { limit: 50, length: 60_000 },
    }),
    clock,
    log,
  });
  closings.push(vizora.close);
  const organisations = [ACME, BETA].map((slug) => {
    const { email, password } = loginOf(slug, 'viewer');
    const api = vizora.organisation({ email, password: passwords[slug] ?? (() => password) }, slug);
    return watchOrganisation({ slug, class: 'customer', reader: { email, password: { env: 'P' } } }, api);
  });
  const inside = gatherOrganisations({
    organisations,
    shortestIntervalMs: 0,
    budget: { ...shippedBudget, per_hour: Number.POSITIVE_INFINITY },
    details: noDetails,
    clock,
    log,
  });
  const value = (families: readonly Family[], name: string) =>
    families
      .flatMap(({ lines }) => lines)
      .find((line) => line.startsWith(name))
      ?.split(' ')
      .at(-1);
  return {
    vizora,
    organisations,
    /** Of every list: whole, or why not. */
    async lists() {
      const { displays, displayGroups, schedules, playlists, contents } = inside.gather;
      const sections = await Promise.all([displays(), displayGroups(), schedules(), playlists(), contents()]);
      const seen = new Map<string, Set<string>>([ACME, BETA].map((org) => [org, new Set()]));
      for (const { org, scan } of sections.flat()) seen.get(org)?.add(scan.complete ? 'whole' : scan.reason);
      return Object.fromEntries([...seen].map(([org, words]) => [org, [...words]]));
    },
    /** Of the question how full the storage is: whether it was answered. */
    async answers() {
      const readings = await inside.gather.storage();
      return Object.fromEntries(readings.map(({ org, reading }) => [org, reading.value !== null]));
    },
    /** What an agent concludes of it. */
    async verdicts() {
      const run = await runAgent(scheduleDoctor, {
        gather: inside.gather as Gather,
        checks: shippedChecks,
        unavailable: () => null,
        clockSkewMs: vizora.clockSkewMs,
        clock,
        log,
      });
      const bad = run.statements.filter((said) => 'finding' in said && said.finding.verdict === 'bad');
      return {
        bad: bad.map((said) => ('target' in said ? said.target.org : '')),
        complete: Object.fromEntries(run.checks.map(({ org, complete }) => [org, complete])),
      };
    },
    reachable: (org: string) =>
      value(coverageFamilies(inside.coverage()), `vizora_organization_reachable{org="${org}"}`),
    account: (org: string, name: string) =>
      value(accountFamilies(organisations, null), `vizora_account_${name}{org="${org}"}`),
  };
}

const userOf = (org: string) => uuidOf(`${org}/user/viewer`);

/** Switches an account off or on, and lets the platform notice at once, which else takes it a minute. */
async function setActive(org: string, isActive: boolean): Promise<void> {
  await sandbox.control('PATCH', `/world/users/${userOf(org)}`, { isActive });
  await redis.del(`user_auth:${userOf(org)}`);
}

describe('two organisations', () => {
  it('are both seen', async () => {
    const { lists, answers, verdicts, reachable } = setUp();
    assert.deepEqual(await lists(), { [ACME]: ['whole'], [BETA]: ['whole'] });
    assert.deepEqual(await answers(), { [ACME]: true, [BETA]: true });
    assert.deepEqual(await verdicts(), { bad: [ACME, BETA], complete: { [ACME]: true, [BETA]: true } });
    assert.deepEqual([reachable(ACME), reachable(BETA)], ['1', '1']);
  });
});

describe('an organisation whose account has a wrong password', () => {
  it('never blinds the other, and is seen again when the password is put right', async () => {
    let password = 'wrong';
    const { lists, answers, verdicts, reachable, account } = setUp({ [ACME]: () => password });
    for (let look = 1; look <= 3; look += 1) {
      assert.deepEqual(await answers(), { [ACME]: false, [BETA]: true });
      assert.equal(account(ACME, 'failed_logins'), String(look));
      later();
    }
    assert.deepEqual(await lists(), { [ACME]: ['login_stopped'], [BETA]: ['whole'] });
    assert.deepEqual(await verdicts(), { bad: [BETA], complete: { [ACME]: false, [BETA]: true } });
    assert.deepEqual([reachable(ACME), reachable(BETA)], ['0', '1']);
    assert.deepEqual([account(ACME, 'login_stopped'), account(BETA, 'login_stopped')], ['1', '0']);
    ({ password } = loginOf(ACME, 'viewer'));
    assert.deepEqual(await lists(), { [ACME]: ['whole'], [BETA]: ['whole'] });
    assert.deepEqual([reachable(ACME), account(ACME, 'login_stopped')], ['1', '0']);
  });
});

describe('an organisation whose account is switched off', () => {
  it('never blinds the other, in the middle of its session, and is seen again afterwards', async () => {
    const { lists, answers, reachable, account } = setUp();
    assert.deepEqual(await lists(), { [ACME]: ['whole'], [BETA]: ['whole'] });
    await setActive(ACME, false);
    try {
      assert.deepEqual(await lists(), { [ACME]: ['unauthorized'], [BETA]: ['whole'] });
      assert.deepEqual(await answers(), { [ACME]: false, [BETA]: true });
      assert.deepEqual([reachable(ACME), reachable(BETA)], ['0', '1']);
      assert.equal(account(ACME, 'failed_logins'), '1', 'one look is one try, however much it reads');
    } finally {
      await setActive(ACME, true);
    }
    later();
    assert.deepEqual(await lists(), { [ACME]: ['whole'], [BETA]: ['whole'] });
    assert.deepEqual(await answers(), { [ACME]: true, [BETA]: true });
  });
});

describe('an organisation that does not pay', () => {
  it('is seen like the other: its reading is not stopped', async () => {
    await sandbox.control('PATCH', `/world/organizations/${uuidOf(BETA)}`, {
      subscriptionStatus: 'suspended',
    });
    await redis.del(`user_auth:${userOf(BETA)}`);
    const { lists, answers, verdicts, reachable } = setUp();
    assert.deepEqual(await lists(), { [ACME]: ['whole'], [BETA]: ['whole'] });
    assert.deepEqual(await answers(), { [ACME]: true, [BETA]: true });
    assert.deepEqual((await verdicts()).bad, [ACME, BETA]);
    assert.equal(reachable(BETA), '1');
  });
});

describe('the organisations of the platform', () => {
  const asAdmin = (role: 'admin' | 'manager') => {
    const { vizora, organisations } = setUp();
    const { email, password } = loginOf('vizora-platform', role);
    const admin = vizora.organisation({ email, password: () => password }, null);
    const reader = readKnownOrganisations({ admin, watched: organisations, clock, log });
    const lines = () =>
      knownOrganisationFamilies(reader.last(), organisations)
        .flatMap((family) => family.lines)
        .filter((line) => !line.includes('timestamp'));
    return { vizora, reader, lines };
  };

  it('are told to a super admin: which are looked at, and how many displays nobody looks at', async () => {
    const { vizora, reader, lines } = asAdmin('admin');
    await reader.look();
    assert.deepEqual(lines(), [
      'vizora_organizations_known 4',
      'vizora_organizations_unwatched 2',
      'vizora_displays_unwatched 5',
      'vizora_organization_watched{org="nobodys",org_class="none"} 0',
      'vizora_organization_watched{org="vizora-platform",org_class="none"} 0',
      'vizora_organization_watched{org="acme-signage",org_class="customer"} 1',
      'vizora_organization_watched{org="beta-retail",org_class="customer"} 1',
    ]);
    const { length } = await sandbox.requests();
    await vizora.close();
    const after = (await sandbox.requests()).slice(length);
    assert.deepEqual(
      after.map(({ path, status, account }) => [path, status, account]),
      [['/api/v1/auth/logout', 201, 'admin@vizora-platform.example.com']],
    );
  });

  it('are not told to others, which is no answer that there are none', async () => {
    const { reader, lines } = asAdmin('manager');
    await reader.look();
    assert.deepEqual([reader.last(), lines()], [null, []]);
  });
});
