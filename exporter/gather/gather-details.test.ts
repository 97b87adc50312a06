import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createLog } from '../../core/log.ts';
import { createFakeClock } from '../../core/vizora/fake-clock.test-support.ts';
import { ROUTES } from '../../core/vizora/routes.ts';
import { momentAt, shippedChecks } from '../agent.test-support.ts';
import { isJudgement, type Snapshot } from '../agent.ts';
import { contentLifecycle } from '../agents/content-lifecycle.ts';
import { openStore, type Store } from '../store.ts';
import { type ContentWorld, contentWorld } from './content-world.test-support.ts';
import { gatherOrganisations, type OrganisationGathering } from './gather-organisations.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const silent = createLog('test', 'silent');

let folder: string;
let store: Store;
let clock: ReturnType<typeof createFakeClock>;
let stopping: AbortController;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gather-details-'));
  clock = createFakeClock({ hurry: true, start: Date.UTC(2026, 2, 1) });
  store = openStore(folder, { clock, log: silent });
  stopping = new AbortController();
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Settings {
  readonly perHour?: number;
  readonly storeFailed?: () => void;
}

/** All that is gathered of these organisations, in a process that keeps its state in the folder. */
function gathering(
  worlds: readonly ContentWorld[],
  { perHour = 600, storeFailed = assert.fail }: Settings = {},
) {
  return gatherOrganisations({
    organisations: worlds.map(({ organisation }) => organisation),
    shortestIntervalMs: 5 * MINUTE,
    budget: { per_second: 6, per_minute: 60, per_hour: perHour },
    details: {
      store: store.details,
      storeFailed,
      intervalMs: 15 * MINUTE,
      orphansOlderThan: shippedChecks.content_orphaned.older_than,
      stopping: stopping.signal,
    },
    clock,
    log: silent,
  });
}

function restart(): void {
  store.close();
  store = openStore(folder, { clock, log: silent });
}

/** One look of the agent, as its runner makes it: the verdicts by incident and `org/id`. */
async function look({ gather }: OrganisationGathering): Promise<Map<string, string>> {
  const [contents, playlists, contentDetails] = await Promise.all([
    gather.contents(),
    gather.playlists(),
    gather.contentDetails(),
  ]);
  const snapshot = { contents, playlists, contentDetails, storage: [], disks: [] };
  const statements = [
    ...contentLifecycle.inspect(snapshot as unknown as Snapshot, momentAt(clock.now())),
  ].filter(isJudgement);
  return new Map(
    statements.map(({ incident, target, finding }) => [
      `${incident} ${target.org}/${target.id}`,
      finding.verdict,
    ]),
  );
}

const nextLook = () => clock.set(clock.now() + 15 * MINUTE);
const of = (incident: string, verdicts: ReadonlyMap<string, string>) =>
  new Map(
    [...verdicts]
      .filter(([key]) => key.startsWith(`${incident} `))
      .map(([key, verdict]) => [key.split(' ')[1], verdict]),
  );

describe('gathering details', () => {
  it('knows everything of a small world in the first look, and asks nothing in the second', async () => {
    const acme = contentWorld('acme', clock);
    const createdAt = new Date(clock.now() - DAY).toISOString();
    for (let i = 0; i < 30; i += 1) acme.add(`c${i}`, { createdAt });
    acme.playlists.set('p1', ['c0', 'c1', 'c2', 'c3']).set('p2', ['c4']);
    acme.change('c7', { expiresAt: new Date(clock.now() - 2 * DAY).toISOString() });
    const gathered = gathering([acme]);
    const began = clock.now();
    const first = of('content_expired', await look(gathered));
    assert.deepEqual(
      [...first].filter(([, verdict]) => verdict !== 'good'),
      [['acme/c7', 'bad']],
    );
    assert.ok(clock.now() - began < 15_000, `${clock.now() - began} ms`);
    assert.deepEqual(gathered.detailCoverage(), [{ org: 'acme', known: 30, wanted: 0, completeAt: null }]);
    acme.askedSince();
    nextLook();
    await look(gathered);
    assert.deepEqual(acme.askedSince(), []);
  });

  it('reads first what the platform complains of, then playlists that tell of many, then the oldest', async () => {
    const acme = contentWorld('acme', clock);
    for (let i = 0; i < 20; i += 1) acme.add(`c${i}`);
    acme.playlists.set('p1', ['c1', 'c2']).set('p2', ['c3', 'c4', 'c5', 'c1']).set('p3', ['c9']);
    acme.hints = ['c9', 'gone', 'c15'];
    const gathered = gathering([acme]);
    await look(gathered);
    const rest = ['c0', 'c6', 'c7', 'c8', 'c10', 'c11', 'c12', 'c13', 'c14', 'c16', 'c17', 'c18', 'c19'];
    assert.deepEqual(acme.askedSince().slice(0, 4 + rest.length), [
      'content/c9',
      'content/c15',
      'playlist/p2',
      'playlist/p1',
      ...rest.map((id) => `content/${id}`),
    ]);
  });

  it('goes on without hints when the platform gives none', async () => {
    const acme = contentWorld('acme', clock);
    acme.add('c1');
    acme.trouble(ROUTES.validation, 'server_error');
    assert.equal((await look(gathering([acme]))).get('content_expired acme/c1'), 'good');
  });

  it('reads again what has changed, and not before it has', async () => {
    const acme = contentWorld('acme', clock);
    acme.add('c1');
    acme.playlists.set('p1', ['c1']);
    const gathered = gathering([acme]);
    await look(gathered);
    nextLook();
    acme.askedSince();
    await look(gathered);
    assert.deepEqual(acme.askedSince(), []);
    acme.change('c1', { expiresAt: new Date(clock.now() - DAY).toISOString() });
    nextLook();
    assert.equal((await look(gathered)).get('content_expired acme/c1'), 'bad');
    assert.deepEqual(acme.askedSince(), ['playlist/p1']);
  });

  it('forgets what is gone, on disk too, but not because a list could not be read', async () => {
    const acme = contentWorld('acme', clock);
    for (const id of ['c1', 'c2']) acme.add(id);
    const gathered = gathering([acme]);
    await look(gathered);
    acme.trouble(ROUTES.listContents, 'timeout');
    nextLook();
    await look(gathered);
    assert.equal(store.details.load('acme').size, 2);
    acme.trouble(ROUTES.listContents, null);
    acme.contents.delete('c2');
    nextLook();
    await look(gathered);
    assert.deepEqual([...store.details.load('acme').keys()], ['c1']);
  });

  it('asks once more, by its id, what only a playlist had told of and no playlist holds any more', async () => {
    const acme = contentWorld('acme', clock);
    acme.add('c1');
    acme.add('c2');
    acme.playlists.set('p1', ['c1', 'c2']);
    const gathered = gathering([acme]);
    assert.equal((await look(gathered)).get('content_orphaned acme/c1'), 'good');
    acme.playlists.set('p1', ['c2']);
    nextLook();
    acme.askedSince();
    assert.equal((await look(gathered)).get('content_orphaned acme/c1'), 'bad');
    assert.deepEqual(acme.askedSince(), ['content/c1']);
  });

  it('asks again every hour whether what would be an orphan still is in no playlist', async () => {
    const acme = contentWorld('acme', clock);
    acme.add('c1');
    const gathered = gathering([acme]);
    const asked: number[] = [];
    for (let i = 0; i < 9; i += 1) {
      assert.equal((await look(gathered)).get('content_orphaned acme/c1'), 'bad');
      asked.push(acme.askedSince().length);
      nextLook();
    }
    assert.deepEqual(asked, [1, 0, 0, 0, 0, 1, 0, 0, 0]);
  });

  it('does not let what cannot be read keep others from their turn', async () => {
    const acme = contentWorld('acme', clock);
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

  it('asks no organisation on when three answers in a row are no good', async () => {
    const acme = contentWorld('acme', clock);
    for (let i = 0; i < 12; i += 1) acme.add(`c${i}`);
    acme.trouble(ROUTES.getContent, 'server_error');
    await look(gathering([acme]));
    assert.equal(acme.askedSince().length, 3);
  });

  it('leaves a route alone on which the platform wants no more requests', async () => {
    const worlds = ['acme', 'beta'].map((slug) => contentWorld(slug, clock));
    for (const world of worlds) {
      for (let i = 0; i < 12; i += 1) world.add(`c${i}`);
      world.playlists.set('p1', ['c3']);
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
    const acme = contentWorld('acme', clock);
    for (let i = 0; i < 70; i += 1) acme.add(`c${i}`);
    const gathered = gathering([acme]);
    const looking = look(gathered);
    await clock.sleep(20_000);
    stopping.abort(new Error('stopped'));
    const before = clock.now();
    await looking;
    assert.ok(clock.now() - before < 1_000);
    assert.equal(acme.askedSince().length, 30, 'half of what a minute allows');
    assert.equal(clock.sleeping, 0);
  });

  it('tells when the disk does not keep it, and knows it all the same', async () => {
    const acme = contentWorld('acme', clock);
    acme.add('c1');
    let failures = 0;
    const gathered = gathering([acme], { storeFailed: () => (failures += 1) });
    const real = store.details.save;
    const disk = store.details as { save: typeof real };
    disk.save = () => {
      throw new Error('disk full');
    };
    assert.equal((await look(gathered)).get('content_expired acme/c1'), 'good');
    assert.equal(failures, 1);
    disk.save = real;
    nextLook();
    await look(gathered);
    assert.equal(failures, 1);
    assert.equal(store.details.load('acme').size, 1);
  });
});

describe('a world that is larger than one look', () => {
  /** Two organisations; in the large one a third of the contents is in playlists, and some of each are expired. */
  function worlds() {
    const acme = contentWorld('acme', clock);
    const beta = contentWorld('beta', clock);
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
    const known = store.details.load('acme');
    assert.equal(known.size, 60);
    restart();
    acme.askedSince();
    nextLook();
    const verdicts = of('content_expired', await look(gathering([acme, beta])));
    assert.deepEqual(acme.askedSince(), []);
    assert.equal([...verdicts.values()].filter((verdict) => verdict === 'unknown').length, 0);
  });

  it('is completed when it was expected to be', async () => {
    const { acme } = worlds();
    acme.playlists.clear();
    const gathered = gathering([acme], { perHour: 80 });
    await look(gathered);
    const [{ completeAt, wanted } = assert.fail()] = gathered.detailCoverage();
    assert.equal(wanted, 50, 'forty an hour are ten in a look');
    const expected = completeAt ?? assert.fail();
    while ((gathered.detailCoverage()[0]?.wanted ?? 0) > 0) {
      nextLook();
      await look(gathered);
    }
    assert.ok(Math.abs(clock.now() - expected) <= 16 * MINUTE, `${(clock.now() - expected) / MINUTE} min`);
  });

  it('takes no longer than a quarter of the interval, and half of every window of the budget', async () => {
    const acme = contentWorld('acme', clock);
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

describe('an organisation that fails', () => {
  for (const what of ['unauthorized', 'hangs'] as const) {
    it(`neither blinds nor starves the others: ${what}`, async () => {
      const [acme, beta] = [contentWorld('acme', clock), contentWorld('beta', clock)];
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
          [...verdicts].filter(([key, verdict]) => key?.startsWith('beta/') && verdict === 'good').length,
        );
        assert.ok([...verdicts].every(([key, verdict]) => key?.startsWith('beta/') || verdict === 'unknown'));
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
    const [acme, beta] = [contentWorld('acme', clock), contentWorld('beta', clock)];
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
