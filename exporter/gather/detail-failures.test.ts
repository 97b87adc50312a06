import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ROUTES } from '../../core/vizora/routes.ts';
import { detailLooks, MINUTE, of } from './detail-looks.test-support.ts';

const { clock, details, gathering, look, nextLook, stop, world } = detailLooks();

describe('what stands in the way of reading details', () => {
  it('goes on without hints when the platform gives none', async () => {
    const acme = world('acme');
    acme.add('c1');
    acme.trouble(ROUTES.validation, 'server_error');
    assert.equal((await look(gathering([acme]))).get('content_expired acme/c1'), 'good');
  });

  it('does not let what cannot be read keep others from their turn', async () => {
    const acme = world('acme');
    for (let i = 0; i < 12; i += 1) acme.add(`c${i}`);
    acme.playlists.set('bad', ['c0', 'c8']);
    acme.trouble('playlist/bad', 'unexpected_shape');
    acme.trouble('content/c0', 'unexpected_shape');
    acme.trouble('content/c1', 'timeout');
    const gathered = gathering([acme], { perHour: 32 });
    for (let i = 0; i < 5; i += 1) {
      await look(gathered);
      nextLook();
    }
    assert.deepEqual(
      [...of('content_expired', await look(gathered))].filter(([, verdict]) => verdict === 'unknown'),
      [
        ['acme/c0', 'unknown'],
        ['acme/c1', 'unknown'],
      ],
    );
  });

  it('tries what the platform complains of once, and not in each look before all others', async () => {
    const acme = world('acme');
    for (let i = 0; i < 3; i += 1) acme.add(`c${i}`);
    acme.hints = ['c2'];
    acme.trouble('content/c2', 'unexpected_shape');
    const gathered = gathering([acme], { perHour: 8 });
    for (let i = 0; i < 4; i += 1) {
      await look(gathered);
      nextLook();
    }
    assert.deepEqual(acme.askedSince(), ['content/c2', 'content/c0', 'content/c1', 'content/c2']);
  });

  it('asks no organisation on when three answers in a row are no good', async () => {
    const acme = world('acme');
    for (let i = 0; i < 12; i += 1) acme.add(`c${i}`);
    acme.trouble(ROUTES.getContent, 'server_error');
    await look(gathering([acme]));
    assert.equal(acme.askedSince().length, 3);
  });

  it('leaves a route alone on which the platform wants no more requests', async () => {
    const worlds = ['acme', 'beta'].map((slug) => world(slug));
    for (const world of worlds) {
      for (let i = 0; i < 12; i += 1) world.add(`c${i}`);
      world.playlists.set('p1', ['c3']);
      world.hints = ['c5', 'c6'];
      world.trouble(ROUTES.getContent, 'rate_limited');
    }
    await look(gathering(worlds));
    const asked = worlds.flatMap((world) => world.askedSince());
    assert.equal(
      asked.filter((thing) => thing.startsWith('content/')).length,
      2,
      'each was asking just then',
    );
    assert.equal(asked.filter((thing) => thing === 'playlist/p1').length, 2);
  });

  it('ends with the exporter, whatever it waits for', async () => {
    const acme = world('acme');
    for (let i = 0; i < 70; i += 1) acme.add(`c${i}`);
    const gathered = gathering([acme]);
    const looking = look(gathered);
    await clock.sleep(20_000);
    stop();
    const before = clock.now();
    await looking;
    assert.ok(clock.now() - before < 1_000);
    assert.equal(acme.askedSince().length, 30, 'half of what a minute allows');
    assert.equal(clock.sleeping, 0);
  });

  it('tells when the disk does not keep it, and knows it all the same', async () => {
    const acme = world('acme');
    acme.add('c1');
    let failures = 0;
    const written: number[] = [];
    const gathered = gathering([acme], { storeFailed: () => (failures += 1) });
    const real = details().save;
    const disk = details() as { save: typeof real };
    disk.save = () => {
      throw new Error('disk full');
    };
    assert.equal((await look(gathered)).get('content_expired acme/c1'), 'good');
    assert.equal(failures, 1);
    disk.save = (org, learned, gone) => {
      written.push(learned.size);
      real(org, learned, gone);
    };
    for (let i = 0; i < 2; i += 1) {
      acme.add(`new${i}`);
      nextLook();
      await look(gathered);
    }
    assert.equal(failures, 1);
    assert.deepEqual(written, [2, 1], 'what could not be written is written the next time');
    assert.equal(details().load('acme').size, 3);
  });
});

describe('an organisation that fails', () => {
  for (const what of ['unauthorized', 'hangs'] as const) {
    it(`neither blinds nor starves the others: ${what}`, async () => {
      const [acme, beta] = [world('acme'), world('beta')];
      for (let i = 0; i < 12; i += 1) {
        acme.add(`c${i}`);
        beta.add(`b${i}`);
      }
      for (const route of [ROUTES.getContent, ROUTES.getPlaylist, ROUTES.validation])
        acme.trouble(route, what);
      const gathered = gathering([acme, beta], { perHour: 48 });
      const began = clock.now();
      const counts: number[] = [];
      for (let i = 0; i < 3; i += 1) {
        const verdicts = of('content_expired', await look(gathered));
        counts.push(
          [...verdicts].filter(([key, verdict]) => key.startsWith('beta/') && verdict === 'good').length,
        );
        assert.ok([...verdicts].every(([key, verdict]) => key.startsWith('beta/') || verdict === 'unknown'));
        nextLook();
      }
      // Six in a look, of which the one that fails takes one.
      assert.deepEqual(counts, [5, 10, 12]);
      assert.ok(clock.now() - began < 47 * MINUTE);
      acme.trouble(ROUTES.getContent, null);
      for (const route of [ROUTES.getPlaylist, ROUTES.validation]) acme.trouble(route, null);
      await look(gathered);
      assert.equal(gathered.detailCoverage().find(({ org }) => org === 'acme')?.known, 6);
    });
  }

  it('whose lists fail has no look, and keeps what was known of it', async () => {
    const [acme, beta] = [world('acme'), world('beta')];
    acme.add('c1');
    beta.add('b1');
    const gathered = gathering([acme, beta]);
    await look(gathered);
    acme.trouble(ROUTES.listContents, 'unauthorized');
    beta.add('b2');
    nextLook();
    const verdicts = await look(gathered);
    assert.equal(verdicts.get('content_expired beta/b2'), 'good');
    assert.deepEqual(
      gathered.detailCoverage().map(({ org, known }) => [org, known]),
      [
        ['acme', 1],
        ['beta', 2],
      ],
    );
  });
});
