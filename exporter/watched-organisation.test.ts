import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { VizoraError } from '../core/vizora/errors.ts';
import type { OrganisationApi } from '../core/vizora/organisation.ts';
import { classOf, isLearned, isWatched, watchOrganisation } from './watched-organisation.ts';

/** The single account of the environment, whose organisation the platform tells when it can. */
function single(...answers: (() => Promise<{ slug: string; name: string }>)[]) {
  let asked = 0;
  const api = { whoAmI: () => (answers[asked++] ?? assert.fail)() } as unknown as OrganisationApi;
  const reader = { email: 'a@example.com', password: { env: 'P' } };
  const organisation = watchOrganisation({ slug: null, class: 'test', reader }, api);
  return { organisation, asked: () => asked };
}
const acme = async () => ({ slug: 'acme', name: 'Acme' });
const refused = () => Promise.reject(new VizoraError('unauthorized', 'POST /api/v1/auth/login', 'refused'));

describe('the organisation of the single account', () => {
  it('is asked for once by all who want to know at the same time, and never again', async () => {
    const { organisation, asked } = single(acme);
    await Promise.all([1, 2, 3, 4, 5].map(() => organisation.learnSlug()));
    await organisation.learnSlug();
    assert.deepEqual([organisation.slug(), asked()], ['acme', 1]);
  });

  it('is asked for again after trouble, which all who asked are told of', async () => {
    const { organisation, asked } = single(refused, acme);
    const answers = await Promise.allSettled([organisation.learnSlug(), organisation.learnSlug()]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.deepEqual([organisation.slug(), isLearned(organisation)], ['unknown', false]);
    await organisation.learnSlug();
    assert.deepEqual([organisation.slug(), isLearned(organisation), asked()], ['acme', true, 2]);
  });

  it('is not learned under a name that says that there is none', async () => {
    for (const slug of ['platform', 'none', 'unknown']) {
      const { organisation } = single(async () => ({ slug, name: 'Acme' }), acme);
      await assert.rejects(organisation.learnSlug(), (error) => {
        assert(error instanceof VizoraError && error.kind === 'wrong_organisation');
        assert.match(error.message, new RegExp(`is called ${slug}, which`));
        return true;
      });
      assert.equal(isLearned(organisation), false);
      await organisation.learnSlug();
      assert.equal(organisation.slug(), 'acme');
    }
  });

  it('may be any until it is known: nothing from before is dropped, and labels stay', async () => {
    const { organisation } = single(acme);
    assert.deepEqual([isWatched('acme', [organisation]), classOf('acme', [organisation])], [true, 'test']);
    await organisation.learnSlug();
    assert.deepEqual([isWatched('beta', [organisation]), classOf('beta', [organisation])], [false, 'none']);
    assert.deepEqual([isWatched('platform', []), classOf('platform', [organisation])], [true, 'none']);
  });
});
