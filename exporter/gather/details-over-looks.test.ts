import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ContentWorld } from './content-world.test-support.ts';
import { DAY, detailLooks, MINUTE, of } from './detail-looks.test-support.ts';

const { clock, details, gathering, look, nextLook, restart, world } = detailLooks();

describe('a world that is larger than one look', () => {
  /** Two organisations; in the large one a third of the contents is in playlists, and some of each are expired. */
  function worlds() {
    const acme = world('acme');
    const beta = world('beta');
    for (let i = 0; i < 60; i += 1)
      acme.add(`c${i}`, i % 7 === 0 ? { expiresAt: new Date(clock.now() - 2 * DAY).toISOString() } : {});
    for (let p = 0; p < 5; p += 1)
      acme.playlists.set(
        `p${p}`,
        [0, 1, 2, 3].map((i) => `c${p * 4 + i}`),
      );
    for (let i = 0; i < 5; i += 1) beta.add(`b${i}`);
    return { acme, beta };
  }

  /** Which version of each content was read last, told from the requests alone. */
  function readVersions(...all: ContentWorld[]) {
    const versions = new Map<string, string>();
    return {
      note() {
        const asked: string[] = [];
        for (const world of all) {
          for (const thing of world.askedSince()) {
            asked.push(thing);
            const [kind, id = ''] = thing.split('/');
            for (const read of kind === 'content' ? [id] : (world.playlists.get(id) ?? []))
              versions.set(read, world.contents.get(read)?.updatedAt ?? '');
          }
        }
        return asked;
      },
      isRead: (world: ContentWorld, id: string) => versions.get(id) === world.contents.get(id)?.updatedAt,
    };
  }

  it('is judged as its details arrive, and never without them, though rows keep changing', async () => {
    const { acme, beta } = worlds();
    const read = readVersions(acme, beta);
    // Twelve an hour of each route, three in a look.
    let gathered = gathering([acme, beta], { perHour: 24 });
    const unknowns: number[] = [];
    for (let i = 0; i < 40; i += 1) {
      if (i === 8 || i === 20) {
        restart();
        gathered = gathering([acme, beta], { perHour: 24 });
      }
      const verdicts = of('content_expired', await look(gathered));
      const asked = read.note();
      assert.ok(asked.filter((thing) => thing.startsWith('content/')).length <= 3, `look ${i}: ${asked}`);
      assert.ok(asked.filter((thing) => thing.startsWith('playlist/')).length <= 3, `look ${i}: ${asked}`);
      for (const world of [acme, beta]) {
        for (const [id, { expiresAt }] of world.contents) {
          const verdict = verdicts.get(`${world.organisation.slug()}/${id}`);
          const truth = expiresAt === null ? 'good' : 'bad';
          const expected = read.isRead(world, id) ? truth : 'unknown';
          assert.equal(verdict, expected, `look ${i}, ${id}`);
        }
      }
      unknowns.push([...verdicts.values()].filter((verdict) => verdict === 'unknown').length);
      const coverage = gathered.detailCoverage();
      assert.equal(
        coverage.reduce((sum, { wanted }) => sum + wanted, 0),
        unknowns.at(-1),
      );
      for (const { wanted, completeAt } of coverage) assert.equal(completeAt === null, wanted === 0);
      nextLook();
      if (i % 4 === 0) acme.change(`c${(i * 13) % 60}`, {});
      if (i % 9 === 0) beta.change('b2', { expiresAt: new Date(clock.now() - DAY).toISOString() });
    }
    assert.ok((unknowns[0] ?? 0) > 30, `${unknowns[0]} unknown after the first look`);
    assert.ok((unknowns.at(-1) ?? 99) <= 1, `${unknowns.at(-1)} unknown after the last look`);
  });

  it('costs the same after a restart as if there had been none', async () => {
    const { acme, beta } = worlds();
    const gathered = gathering([acme, beta]);
    await look(gathered);
    const known = details().load('acme');
    assert.equal(known.size, 60);
    restart();
    acme.askedSince();
    nextLook();
    const verdicts = of('content_expired', await look(gathering([acme, beta])));
    assert.deepEqual(acme.askedSince(), []);
    assert.equal([...verdicts.values()].filter((verdict) => verdict === 'unknown').length, 0);
  });

  it('is completed when it was expected to be', async () => {
    const [acme, beta] = [world('acme'), world('beta')];
    for (const world of [acme, beta]) for (let i = 0; i < 60; i += 1) world.add(`c${i}`);
    const gathered = gathering([acme, beta], { perHour: 80 });
    await look(gathered);
    const first = gathered.detailCoverage();
    assert.deepEqual(
      first.map(({ wanted }) => wanted),
      [55, 55],
      'forty an hour are ten in a look',
    );
    while (gathered.detailCoverage().some(({ wanted }) => wanted > 0)) {
      nextLook();
      await look(gathered);
    }
    for (const { completeAt } of first) {
      const late = clock.now() - (completeAt ?? assert.fail());
      assert.ok(Math.abs(late) <= 16 * MINUTE, `${late / MINUTE} min`);
    }
  });

  it('takes no longer than a quarter of the interval, and half of every window of the budget', async () => {
    const acme = world('acme');
    for (let i = 0; i < 2_000; i += 1) acme.add(`c${i}`);
    for (let p = 0; p < 500; p += 1) acme.playlists.set(`p${p}`, [`c${p}`]);
    const gathered = gathering([acme]);
    const looks: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      const began = clock.now();
      await look(gathered);
      looks.push(clock.now() - began);
      const asked = acme.askedSince();
      assert.ok(asked.length <= 150, `${asked.length} requests`);
      assert.ok(asked.filter((thing) => thing.startsWith('playlist/')).length <= 75);
      clock.set(began + 15 * MINUTE);
    }
    assert.ok(Math.max(...looks) < 4 * MINUTE, looks.join(' '));
  });
});
