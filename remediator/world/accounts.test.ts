import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Organisation } from '../../core/config/load.ts';
import { VizoraError, type VizoraErrorKind } from '../../core/vizora/errors.ts';
import { createAccounts, type Session } from './accounts.ts';

const account = (email: string) => ({ email, password: { env: 'PASSWORD' } });
const acme: Organisation = {
  slug: 'acme',
  class: 'customer',
  reader: account('reader@acme.example'),
  writer: account('writer@acme.example'),
};
const { writer: _, ...withoutWriter } = acme;
const ofEnvironment: Organisation = { ...acme, slug: null };

/** Sessions that log in when they are first asked, or fail as told. */
function openSessions(trouble: Partial<Record<string, VizoraErrorKind>> = {}) {
  const loggedIn = new Set<string>();
  const open = ({ email }: { email: string }) =>
    ({
      async whoAmI() {
        const kind = trouble[email];
        if (kind !== undefined) throw new VizoraError(kind, 'POST /auth/login', 'no');
        loggedIn.add(email);
        return { slug: 'acme' };
      },
      state: () => ({ logged_in: loggedIn.has(email), login_stopped: false }),
      getSchedule: async () => null,
      countSchedules: async () => 0,
      setScheduleActive: () => Promise.reject(new Error('not here')),
    }) as Partial<Session> as Session;
  return { loggedIn, open };
}

describe('accounts', () => {
  it('log reader and writer in before they are needed for an act', async () => {
    const { loggedIn, open } = openSessions();
    const accounts = createAccounts([acme], open);
    assert.equal((await accounts.standing('acme', true)).usable, 'yes');
    assert.deepEqual([...loggedIn], ['reader@acme.example', 'writer@acme.example']);
  });

  it('log in the reader only, where nothing may be changed', async () => {
    const { loggedIn, open } = openSessions();
    assert.equal((await createAccounts([withoutWriter], open).standing('acme', false)).usable, 'yes');
    assert.deepEqual([...loggedIn], ['reader@acme.example']);
  });

  it('log in the reader only, where it is tried out what would be changed', async () => {
    const { loggedIn, open } = openSessions();
    assert.equal((await createAccounts([acme], open).standing('acme', true, 'reader')).usable, 'yes');
    assert.deepEqual([...loggedIn], ['reader@acme.example']);
    const without = createAccounts([withoutWriter], open);
    assert.equal((await without.standing('acme', true, 'reader')).usable, 'no');
  });

  it('are none for what is called like that which belongs to no organisation', async () => {
    for (const slug of ['platform', 'none', 'unknown']) {
      const { open } = openSessions();
      const openThere = (...about: Parameters<typeof open>) => ({
        ...open(...about),
        whoAmI: async () => ({ slug }),
      });
      const accounts = createAccounts([ofEnvironment], openThere);
      assert.equal((await accounts.standing(slug, true)).usable, 'no');
      assert.throws(() => accounts.writer(slug), /no account writes in/);
    }
  });

  const standings: [string, Organisation, string, Partial<Record<string, VizoraErrorKind>>, string][] = [
    ['another organisation', acme, 'beta', {}, 'no'],
    ['an organisation without a writer', withoutWriter, 'acme', {}, 'no'],
    ['a wrong password', acme, 'acme', { 'writer@acme.example': 'unauthorized' }, 'no'],
    [
      'an account of another organisation',
      acme,
      'acme',
      { 'reader@acme.example': 'wrong_organisation' },
      'no',
    ],
    ['a platform that does not answer', acme, 'acme', { 'reader@acme.example': 'timeout' }, 'not_now'],
    ['an exhausted budget of logins', acme, 'acme', { 'writer@acme.example': 'budget_exhausted' }, 'not_now'],
    ['the account of the environment in its own organisation', ofEnvironment, 'acme', {}, 'yes'],
    ['the account of the environment elsewhere', ofEnvironment, 'beta', {}, 'no'],
  ];
  for (const [what, organisation, org, trouble, usable] of standings) {
    it(`say ${usable} for ${what}`, async () => {
      const { open } = openSessions(trouble);
      assert.equal((await createAccounts([organisation], open).standing(org, true)).usable, usable);
    });
  }
});
