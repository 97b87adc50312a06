import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLog } from '../../core/log.ts';
import { VizoraError } from '../../core/vizora/errors.ts';
import type { OrganisationApi } from '../../core/vizora/organisation.ts';
import type { Scan } from '../../core/vizora/scan.ts';
import { watchOrganisation } from '../watched-organisation.ts';
import { gatherMissing } from './gather-missing.ts';

interface Naming {
  readonly displayId: string | null;
}

const whole = <T>(...items: T[]): Scan<T> => ({ complete: true, items, total: items.length, at: 1 });
const cut = <T>(...items: T[]): Scan<T> => ({
  complete: false,
  reason: 'timeout',
  detail: 'page 2',
  items,
  at: 1,
});
const naming = (...ids: (string | null)[]) => whole(...ids.map((displayId): Naming => ({ displayId })));
const listed = (...ids: string[]) => whole(...ids.map((id) => ({ id })));
const failing = () => Promise.reject(new VizoraError('timeout', 'GET /api/v1/displays/:id', 'late'));

/** Organisations by slug, whose lists can change between readings; all that is asked for is noted. */
function world(slugs: readonly string[], find: (slug: string, id: string) => Promise<object | null>) {
  const state = {
    names: new Map(slugs.map((slug) => [slug, naming('there', 'lost', null)])),
    lists: new Map<string, Scan<{ id: string }>>(slugs.map((slug) => [slug, listed('there')])),
    asked: [] as string[],
  };
  const account = { email: 'a@example.com', password: { env: 'P' } };
  const apis = new Map(slugs.map((slug) => [{} as OrganisationApi, slug]));
  const read = gatherMissing<Naming, { id: string }>({
    organisations: [...apis].map(([api, slug]) =>
      watchOrganisation({ slug, class: 'customer', reader: account }, api),
    ),
    naming: async () => [...state.names].map(([org, scan]) => ({ org, scan })),
    idIn: ({ displayId }) => displayId,
    listed: async () => [...state.lists].map(([org, scan]) => ({ org, scan })),
    find: (api, id) => {
      state.asked.push(id);
      return find(apis.get(api) ?? assert.fail(), id);
    },
    log: createLog('test', 'silent'),
  });
  const isGone = async (id: string, org = slugs[0]) =>
    (await read()).find((missing) => missing.org === org)?.isGone(id);
  return { state, isGone };
}

describe('looking up what is named and not listed', () => {
  it('believes that it is gone when the platform has said so twice, and asks no more then', async () => {
    const { state, isGone } = world(['acme'], async () => null);
    assert.deepEqual([await isGone('lost'), await isGone('lost'), await isGone('lost')], [null, true, true]);
    assert.deepEqual(state.asked, ['lost', 'lost']);
  });

  it('finds what came after the list was read', async () => {
    const { isGone } = world(['acme'], async () => ({ id: 'lost' }));
    assert.equal(await isGone('lost'), false);
  });

  it('begins anew when it was there in between', async () => {
    const answers = [null, {}, null, null];
    const { isGone } = world(['acme'], async () => answers.shift() ?? null);
    const seen = [];
    for (let i = 0; i < 4; i += 1) seen.push(await isGone('lost'));
    assert.deepEqual(seen, [null, false, null, true]);
  });

  it('forgets what is not named any more', async () => {
    const { state, isGone } = world(['acme'], async () => null);
    await isGone('lost');
    state.names.set('acme', naming('there'));
    await isGone('lost');
    state.names.set('acme', naming('there', 'lost'));
    assert.equal(await isGone('lost'), null);
  });

  it('takes trouble for no answer', async () => {
    const { isGone } = world(['acme'], failing);
    assert.deepEqual([await isGone('lost'), await isGone('lost')], [null, null]);
  });

  it('looks up nothing while the list is not whole, and says nothing then', async () => {
    const { state, isGone } = world(['acme'], async () => null);
    state.lists.set('acme', cut({ id: 'there' }));
    assert.deepEqual([await isGone('lost'), await isGone('lost')], [null, null]);
    assert.deepEqual(state.asked, []);
  });

  it('looks up fifty in one reading, those first of which one answer is known, and the rest in the next', async () => {
    const { state, isGone } = world(['acme'], async () => null);
    const ids = Array.from({ length: 70 }, (_, i) => `x${i}`);
    state.names.set('acme', naming(...ids));
    assert.equal(await isGone('x60'), null);
    assert.equal(state.asked.length, 50);
    state.names.set('acme', naming(...ids.toReversed()));
    assert.equal(await isGone('x0'), true);
    assert.equal(await isGone('x60'), null);
    assert.equal(await isGone('x60'), true);
    assert.equal(state.asked.length, 140);
  });

  it('keeps organisations apart, also in trouble', async () => {
    const { isGone } = world(['acme', 'beta'], (slug) =>
      slug === 'acme' ? failing() : Promise.resolve(null),
    );
    await isGone('lost');
    assert.equal(await isGone('lost', 'beta'), true);
    assert.equal(await isGone('lost', 'acme'), null);
  });

  it('does not take a fault of our own for an answer either', async () => {
    const { isGone } = world(['acme'], () => Promise.reject(new TypeError('a bug')));
    assert.equal(await isGone('lost'), null);
  });
});
