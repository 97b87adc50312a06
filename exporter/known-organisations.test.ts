import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLog } from '../core/log.ts';
import { VizoraError } from '../core/vizora/errors.ts';
import { createFakeClock } from '../core/vizora/fake-clock.test-support.ts';
import type { KnownOrganisation } from '../core/vizora/known-organisation.ts';
import type { OrganisationApi } from '../core/vizora/organisation.ts';
import type { Scan } from '../core/vizora/scan.ts';
import { knownOrganisationFamilies } from './known-organisation-families.ts';
import { readKnownOrganisations } from './known-organisations.ts';
import { watchOrganisation } from './watched-organisation.ts';

const account = { email: 'a@example.com', password: { env: 'P' } };
const watched = (slug: string | null, api: Partial<OrganisationApi> = {}) =>
  watchOrganisation({ slug, class: 'customer', reader: account }, api as OrganisationApi);
const known = (slug: string, displays = 0): KnownOrganisation => ({
  id: slug,
  slug,
  name: slug,
  subscriptionStatus: 'active',
  _count: { displays, content: 0 },
});
const whole = (...items: KnownOrganisation[]): Scan<KnownOrganisation> => ({
  complete: true,
  items,
  total: items.length,
  at: 1,
});
const forbidden: Scan<KnownOrganisation> = {
  complete: false,
  reason: 'forbidden',
  detail: 'Super admin access required',
  items: [],
  at: 1,
};
const session = { logged_in: true, login_stopped: false, login_stop_reason: null, failed_logins: 0 };

/** A super admin who is told these scans, one after the other. */
function reading(organisations: ReturnType<typeof watched>[], ...scans: Scan<KnownOrganisation>[]) {
  const clock = createFakeClock({ start: 60_000 });
  const reader = readKnownOrganisations({
    admin: { listOrganisations: async () => scans.shift() ?? assert.fail(), state: () => session },
    watched: organisations,
    clock,
    log: createLog('test', 'silent'),
  });
  const lines = () =>
    knownOrganisationFamilies(reader.last(), organisations)
      .flatMap((family) => family.lines)
      .map((line) => line.replace(/^vizora_/, ''));
  return { reader, clock, lines };
}

describe('the organisations that the platform has', () => {
  it('are counted and compared with those that are looked at', async () => {
    const { reader, lines } = reading(
      [watched('acme')],
      whole(known('acme', 12), known('beta', 5), known('gamma', 7)),
    );
    await reader.look();
    assert.deepEqual(lines(), [
      'organizations_known 3',
      'organizations_known_timestamp_seconds 60',
      'organizations_unwatched 2',
      'displays_unwatched 12',
      'organization_watched{org="gamma",org_class="none"} 0',
      'organization_watched{org="beta",org_class="none"} 0',
      'organization_watched{org="acme",org_class="customer"} 1',
    ]);
  });

  it('have no series before the platform has told', async () => {
    const { reader, lines } = reading([watched('acme')], forbidden);
    assert.deepEqual(lines(), []);
    await reader.look();
    assert.deepEqual(lines(), [], 'to be refused is not to be told that there are none');
  });

  it('stay as they were told, with their time, while the platform does not tell', async () => {
    const { reader, clock, lines } = reading([watched('acme')], whole(known('acme')), forbidden);
    await reader.look();
    const before = lines();
    clock.advance(900_000);
    await reader.look();
    assert.deepEqual(lines(), before);
    assert.equal(reader.last()?.at, 60_000);
  });

  it('are shown as far as 200 series go, unwatched and large ones first, and counted exactly', async () => {
    const many = Array.from({ length: 250 }, (_, i) => known(`org-${i}`, i));
    const { reader, lines } = reading([watched('acme')], whole(known('acme', 999), ...many));
    await reader.look();
    const series = lines().filter((line) => line.startsWith('organization_watched'));
    assert.equal(series.length, 200);
    assert.equal(series[0], 'organization_watched{org="org-249",org_class="none"} 0');
    assert.ok(!series.some((line) => line.includes('acme')));
    assert.ok(lines().includes('organizations_known 251'));
    assert.ok(lines().includes('organizations_unwatched 250'));
    assert.ok(lines().includes(`displays_unwatched ${(249 * 250) / 2}`));
  });

  it('are counted and not shown when their name is no slug', async () => {
    const { reader, lines } = reading([], whole(known('<script>', 3)));
    await reader.look();
    assert.deepEqual(
      lines().filter((line) => !line.includes('timestamp')),
      ['organizations_known 1', 'organizations_unwatched 1', 'displays_unwatched 3'],
    );
  });

  it('are not compared while it is not known which one an account belongs to', async () => {
    const answers = [
      () => Promise.reject(new VizoraError('unauthorized', 'POST /api/v1/auth/login', 'refused')),
      async () => ({ slug: 'acme', name: 'Acme' }),
    ];
    const single = watched(null, { whoAmI: () => (answers.shift() ?? assert.fail)() });
    const { reader, lines } = reading([single], whole(known('acme')), whole(known('acme')));
    await reader.look();
    assert.deepEqual(lines(), ['organizations_known 1', 'organizations_known_timestamp_seconds 60']);
    await reader.look();
    assert.ok(lines().includes('organizations_unwatched 0'));
  });
});
