import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ContentFacts } from '../../core/checks/content-facts.ts';
import type { Content } from '../../core/vizora/content.ts';
import type { Playlist } from '../../core/vizora/playlist.ts';
import { momentAt, shippedChecks } from '../agent.test-support.ts';
import { isJudgement, type Moment, type Snapshot } from '../agent.ts';
import { contentLifecycle } from './content-lifecycle.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const HOUR = 3_600_000;
const at = (ms: number) => new Date(ms).toISOString();

const content = (id: string, special: Partial<Content> = {}): Content => ({
  id,
  name: `Content ${id}`,
  type: 'image',
  status: 'active',
  thumbnail: '/t.png',
  fileSize: 250_000,
  createdAt: at(now - 90 * 24 * HOUR),
  updatedAt: 'v1',
  ...special,
});
const facts = (special: Partial<ContentFacts> = {}): ContentFacts => ({
  updatedAt: 'v1',
  expiresAt: null,
  replacementContentId: null,
  previousVersionId: null,
  isGlobal: false,
  shownContentIds: [],
  inPlaylist: false,
  readAt: now,
  ...special,
});
const playlist = (id: string, items: Record<string, string | null>): Playlist => ({
  id,
  name: `Playlist ${id}`,
  updatedAt: 'v1',
  items: Object.entries(items).map(([contentId, status]) => ({
    contentId,
    content: status === null ? null : { status, name: `Content ${contentId}` },
  })),
});
const whole = <T>(...items: T[]) => ({ complete: true as const, items, total: items.length, at: now });
const cut = <T>(...items: T[]) => ({
  complete: false as const,
  reason: 'timeout' as const,
  detail: 'page 2',
  items,
  at: now,
});

/** What is known of one organisation. */
interface World {
  readonly org: string;
  readonly contents: Snapshot['contents'][number]['scan'];
  readonly playlists: Snapshot['playlists'][number]['scan'];
  readonly known: ReadonlyMap<string, ContentFacts>;
  readonly storage: Snapshot['storage'][number]['reading'];
}

/** An organisation in which nothing is wrong: one content, which one playlist shows. */
const healthy = (): World => ({
  org: 'acme',
  contents: whole(content('c1')),
  playlists: whole(playlist('p1', { c1: 'active' })),
  known: new Map([['c1', facts()]]),
  storage: { at: now, value: { usedBytes: 100, quotaBytes: 1_000 } },
});

function inspect(worlds: readonly World[], moment: Moment = momentAt(now), disks: Snapshot['disks'] = []) {
  const each = <T>(section: (world: World) => T) =>
    worlds.map((world) => ({ org: world.org, ...section(world) }));
  const snapshot: Partial<Snapshot> = {
    contents: each(({ contents: scan }) => ({ scan })),
    playlists: each(({ playlists: scan }) => ({ scan })),
    contentDetails: each(({ known }) => ({ known })),
    storage: each(({ storage: reading }) => ({ reading })),
    disks,
  };
  return [...contentLifecycle.inspect(snapshot as Snapshot, moment)];
}

const notGood = (...args: Parameters<typeof inspect>) =>
  inspect(...args)
    .filter(isJudgement)
    .filter(({ finding }) => finding.verdict !== 'good')
    .map(
      ({ incident, target, finding }) =>
        `${finding.verdict} ${incident} ${target.org} ${target.kind}/${target.id}`,
    );

/** With the check of thumbnails, which is off by default. */
const withThumbnails = momentAt(now, { content_thumbnail_missing: { enabled: true } });

describe('content-lifecycle', () => {
  it('leaves what expired a moment ago to the platform, in the playlist as well as by itself', () => {
    const { overdue } = shippedChecks.content_expired;
    const expiredSince = (ms: number) =>
      notGood([{ ...healthy(), known: new Map([['c1', facts({ expiresAt: at(now - ms) })]]) }]);
    assert.deepEqual(expiredSince(overdue - 1), []);
    assert.deepEqual(expiredSince(overdue + 1), [
      'bad content_expired acme content/c1',
      'bad playlist_item_undeliverable acme playlist/p1',
    ]);
  });

  it('finds nothing wrong in a healthy organisation, and has seen all of it', () => {
    assert.deepEqual(notGood([healthy()], withThumbnails), []);
    assert.deepEqual(
      inspect([healthy()]).flatMap((it) => (isJudgement(it) ? [] : [`${it.incident} ${it.org} ${it.gap}`])),
      [
        'content_expired acme null',
        'content_orphaned acme null',
        'content_too_large acme null',
        'content_thumbnail_missing acme null',
        'playlist_item_undeliverable acme null',
        'storage_high acme null',
        'storage_high platform null',
      ],
    );
  });

  it('finds content that the platform failed to expire, and the playlist that shows it no more', () => {
    const expired = facts({ expiresAt: at(now - 2 * HOUR) });
    assert.deepEqual(notGood([{ ...healthy(), known: new Map([['c1', expired]]) }]), [
      'bad content_expired acme content/c1',
      'bad playlist_item_undeliverable acme playlist/p1',
    ]);
  });

  it('compares expiry with the clock of the platform', () => {
    const known = new Map([['c1', facts({ expiresAt: at(now - 2 * HOUR) })]]);
    const behind = { ...momentAt(now), platformNow: now - 3 * HOUR };
    assert.deepEqual(notGood([{ ...healthy(), known }], behind), []);
  });

  it('finds content that nothing refers to', () => {
    const world: World = { ...healthy(), playlists: whole() };
    assert.deepEqual(notGood([world]), ['bad content_orphaned acme content/c1']);
  });

  it('finds files that are too large, missing thumbnails, and items that are not delivered', () => {
    const world: World = {
      ...healthy(),
      contents: whole(
        content('c1', { fileSize: 100_000_001 }),
        content('c2', { thumbnail: null }),
        content('c3', { status: 'archived' }),
      ),
      playlists: whole(
        playlist('p1', { c1: 'active', c2: 'active' }),
        playlist('p2', { c1: 'active', c3: 'archived' }),
        playlist('p3', { c1: 'active', c4: null }),
      ),
      known: new Map(['c1', 'c2', 'c3'].map((id) => [id, facts()])),
    };
    assert.deepEqual(notGood([world], withThumbnails), [
      'bad content_too_large acme content/c1',
      'bad content_thumbnail_missing acme content/c2',
      'bad playlist_item_undeliverable acme playlist/p2',
      'bad playlist_item_undeliverable acme playlist/p3',
    ]);
  });

  it('says nothing of what hangs on details that are not known, and all the rest', () => {
    for (const known of [new Map<string, ContentFacts>(), new Map([['c1', facts({ updatedAt: 'v0' })]])]) {
      assert.deepEqual(notGood([{ ...healthy(), known }]), [
        'unknown content_expired acme content/c1',
        'unknown playlist_item_undeliverable acme playlist/p1',
      ]);
    }
  });

  it('does not call anything an orphan while others may refer to it', () => {
    const world: World = {
      ...healthy(),
      contents: whole(content('c1'), content('layout', { type: 'layout' }), content('c2')),
      playlists: whole(playlist('p1', { c1: 'active' })),
    };
    const orphansWith = (layout: ContentFacts | undefined) => {
      const known = new Map([
        ['c1', facts()],
        ['c2', facts()],
      ]);
      if (layout !== undefined) known.set('layout', layout);
      return notGood([{ ...world, known }]).filter((it) => it.includes('content_orphaned'));
    };
    assert.deepEqual(orphansWith(facts()), ['bad content_orphaned acme content/c2']);
    assert.deepEqual(orphansWith(undefined), ['unknown content_orphaned acme content/c2']);
    assert.deepEqual(orphansWith(facts({ shownContentIds: null })), [
      'unknown content_orphaned acme content/c2',
    ]);
    assert.deepEqual(orphansWith(facts({ shownContentIds: ['c2'] })), []);
  });

  it('judges nothing in a list that is not whole, and no orphans without all playlists', () => {
    const contents = { ...healthy(), contents: cut(content('c1')) };
    assert.deepEqual(notGood([contents]), [
      'unknown content_expired acme content/c1',
      'unknown content_orphaned acme content/c1',
      'unknown content_too_large acme content/c1',
      'unknown content_thumbnail_missing acme content/c1',
    ]);
    const playlists = { ...healthy(), playlists: cut(playlist('p1', { c1: 'archived' })) };
    assert.deepEqual(notGood([playlists]), [
      'unknown content_orphaned acme content/c1',
      'unknown playlist_item_undeliverable acme playlist/p1',
    ]);
    const gaps = inspect([playlists]).flatMap((it) => (isJudgement(it) || it.gap === null ? [] : [it]));
    assert.deepEqual(gaps, [
      {
        incident: 'playlist_item_undeliverable',
        org: 'acme',
        gap: { reason: 'scan_incomplete', detail: 'timeout: page 2' },
      },
    ]);
  });

  it('keeps organisations apart, also the ids that they share', () => {
    const beta: World = { ...healthy(), org: 'beta', playlists: whole() };
    assert.deepEqual(notGood([healthy(), beta]), ['bad content_orphaned beta content/c1']);
    const blind: World = { ...beta, contents: cut(), playlists: cut(), known: new Map() };
    assert.deepEqual(notGood([healthy(), blind]), []);
  });
});

describe('storage', () => {
  const storageOf = (reading: World['storage'], contents: Content[] = []) =>
    inspect([{ ...healthy(), contents: whole(...contents), storage: reading }])
      .filter(isJudgement)
      .find(({ incident }) => incident === 'storage_high');

  it('of an organisation is high, with what fills it and what could be freed', () => {
    const found = storageOf({ at: now, value: { usedBytes: 920_000_000, quotaBytes: 1_000_000_000 } }, [
      content('c1', { fileSize: 5_000_000 }),
      content('c2', { fileSize: 123_000_000, name: 'promo <b>"one"</b>' }),
      content('c3', { fileSize: null }),
      content('c4', { fileSize: 900, status: 'archived', name: 'old' }),
      content('c5', { fileSize: 7_000_000, status: 'expired', name: 'older' }),
    ]);
    assert.deepEqual(found?.target, { kind: 'organization', id: 'acme', org: 'acme', name: 'acme' });
    assert.deepEqual(found?.finding, {
      verdict: 'bad',
      detail:
        '92 % used of 1.0 GB; largest: 123.0 MB promo b one b, 7.0 MB older, 5.0 MB Content c1; ' +
        '7.0 MB in what is archived or expired',
    });
  });

  it('of an organisation cannot be judged without a quota, or without an answer', () => {
    const verdictOf = (reading: World['storage']) => storageOf(reading)?.finding;
    assert.equal(verdictOf({ at: now, value: { usedBytes: 5, quotaBytes: 0 } })?.verdict, 'unknown');
    assert.deepEqual(verdictOf({ at: now, value: null, detail: 'no answer' }), {
      verdict: 'unknown',
      reason: 'not_readable',
      detail: 'no answer',
    });
  });

  it('of the host is high by disk, each on its own', () => {
    const disk = (usedRatio: number) => ({
      at: now,
      value: { totalBytes: 50e9, availableBytes: 2e9, usedRatio },
    });
    const { ratio } = shippedChecks.storage_high;
    const disks: Snapshot['disks'] = [
      { folder: '/', reading: disk(ratio) },
      { folder: '/var/backups', reading: disk(ratio - 0.001) },
      { folder: '/gone', reading: { at: now, value: null, detail: 'no such folder' } },
    ];
    assert.deepEqual(notGood([healthy()], momentAt(now), disks), [
      'bad storage_high platform host//',
      'unknown storage_high platform host//gone',
    ]);
    const found = inspect([], momentAt(now), disks).find(isJudgement);
    assert.deepEqual(found?.finding, { verdict: 'bad', detail: '80 % used of 50.0 GB; 2.0 GB available' });
  });
});
