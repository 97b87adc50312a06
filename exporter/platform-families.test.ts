import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OrganisationApi } from '../core/vizora/organisation.ts';
import type { ListCoverage } from './gather/gather-list.ts';
import { accountFamilies, coverageFamilies } from './platform-families.ts';
import { watchOrganisation } from './watched-organisation.ts';

const MINUTE = 60_000;
const read = (special: Partial<ListCoverage>): ListCoverage => ({
  section: 'displays',
  org: 'acme',
  complete: true,
  answered: true,
  seen: 3,
  total: 3,
  at: 30 * MINUTE,
  durationMs: 1_500,
  lastCompleteAt: 29 * MINUTE,
  ...special,
});
const failed = (special: Partial<ListCoverage> = {}) =>
  read({ complete: false, answered: false, seen: 0, ...special });

const linesOf = (name: string, coverage: readonly ListCoverage[]) =>
  coverageFamilies(coverage).find((family) => family.name === name)?.lines;
const reachable = (...coverage: ListCoverage[]) =>
  linesOf('vizora_organization_reachable', coverage)?.map((line) => line.slice(-1));

describe('an organisation', () => {
  it('is reachable when its lists were read, although there is nothing in them', () => {
    assert.deepEqual(reachable(read({ seen: 0, total: 0 }), read({ section: 'schedules', seen: 0 })), ['1']);
  });

  it('is reachable while one of its lists fails and another is answered', () => {
    assert.deepEqual(reachable(failed(), read({ section: 'schedules', at: 29.5 * MINUTE })), ['1']);
  });

  it('is reachable when a list came, and did not add up', () => {
    assert.deepEqual(reachable(failed({ answered: true })), ['1']);
  });

  it('is not when nothing of the last look was answered, whatever came before', () => {
    const older = read({ section: 'contents', at: 15 * MINUTE });
    assert.deepEqual(reachable(failed(), failed({ section: 'schedules' }), older), ['0']);
  });

  it('has no series when it was never read', () => {
    assert.deepEqual(reachable(), []);
  });

  it('that fails says nothing of the others', () => {
    assert.deepEqual(
      linesOf('vizora_organization_reachable', [failed(), read({ org: 'beta', at: 5 * MINUTE })]),
      ['vizora_organization_reachable{org="acme"} 0', 'vizora_organization_reachable{org="beta"} 1'],
    );
  });
});

describe('a list', () => {
  it('tells how much of it was seen, and when it was last seen whole', () => {
    const lists = [
      failed({ seen: 2, answered: true }),
      failed({ section: 'displayGroups', total: null, lastCompleteAt: null }),
    ];
    const labels = 'org="acme",resource="displays"';
    assert.deepEqual(linesOf('vizora_scan_items', lists)?.[0], `vizora_scan_items{${labels}} 2`);
    assert.deepEqual(linesOf('vizora_scan_total_items', lists), [`vizora_scan_total_items{${labels}} 3`]);
    assert.deepEqual(linesOf('vizora_scan_last_success_timestamp_seconds', lists), [
      `vizora_scan_last_success_timestamp_seconds{${labels}} 1740`,
    ]);
    assert.deepEqual(linesOf('vizora_scan_duration_seconds', lists)?.[1]?.slice(-3), '1.5');
    assert.deepEqual(linesOf('vizora_scan_complete', lists)?.length, 2);
  });
});

describe('the accounts', () => {
  const state = (logged_in: boolean) => () => ({
    logged_in,
    login_stopped: !logged_in,
    login_stop_reason: null,
    failed_logins: 0,
  });
  const acme = watchOrganisation(
    { slug: 'acme', class: 'customer', reader: { email: 'a@example.com', password: { env: 'P' } } },
    { state: state(true) } as OrganisationApi,
  );
  const lines = (...given: Parameters<typeof accountFamilies>) =>
    accountFamilies(...given).flatMap((family) => family.lines);

  it('are those of the organisations', () => {
    assert.deepEqual(lines([acme], null).slice(0, 2), [
      'vizora_organizations_configured 1',
      'vizora_account_logged_in{org="acme"} 1',
    ]);
  });

  it('and the super admin’s, which belongs to the platform and is no organisation', () => {
    const both = lines([acme], { state: state(false) });
    assert.ok(both.includes('vizora_organizations_configured 1'));
    assert.ok(both.includes('vizora_account_login_stopped{org="platform"} 1'));
  });
});
