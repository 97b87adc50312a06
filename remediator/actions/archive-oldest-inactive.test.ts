import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import {
  type Bench,
  contentExpired,
  contentOrphaned,
  startBench,
  storageHigh,
} from '../bench.test-support.ts';
import { contentId } from '../world/fake-contents.test-support.ts';

type Row = Record<string, unknown>;

const MINUTE = 60_000;
const enabled = (more: Row = {}) => ({
  remediator: { actions: { archive_oldest_inactive: { mode: 'act', ...more } } },
});

const outcomes = async (bench: Bench) => (await bench.remediations()).map(({ outcome }) => outcome);
const reasons = async (bench: Bench) => (await bench.decisions()).map(({ reason }) => reason);
const lastReason = async (bench: Bench, about: string) =>
  (await bench.decisions()).findLast(({ incident }) => incident === about)?.['reason'];
const escalated = async (bench: Bench) => (await bench.get('/api/v1/status'))['escalated'] as Row[];
const isOver = (bench: Bench) => async () => (await outcomes(bench)).at(-1) != null;
const archivedIds = ({ world }: Bench) =>
  world.acts.filter(({ verb }) => verb === 'archiveContent').map(({ on }) => on);

/** An organisation that uses 95 % of its storage; five of its contents have expired, the 9th being the oldest. */
async function full(t: TestContext, options: Parameters<typeof startBench>[1] = enabled()) {
  const bench = await startBench(t, options);
  bench.world.storage.usedBytes = 950_000_000;
  for (const n of [5, 6, 7, 8, 9]) bench.world.sweepContent(n);
  return bench;
}

describe('storage that is nearly full', () => {
  it('is left alone unless the policy says otherwise', async (t) => {
    const bench = await full(t, {});
    await bench.alert(storageHigh('acme'));
    await bench.pass(3 * MINUTE);
    assert.deepEqual([await reasons(bench), bench.world.acts], [['off'], []]);
  });

  it('leads to the oldest that expired being archived, a tenth of all at most, and to people being told once', async (t) => {
    const bench = await full(t);
    await bench.alert(storageHigh('acme'));
    await bench.until('it is over', isOver(bench));
    await bench.pass(30 * MINUTE);
    assert.deepEqual(archivedIds(bench), [9, 8, 7].map(contentId));
    assert.deepEqual(await outcomes(bench), ['not_fixed']);
    const [{ detail, evidence } = {}] = await bench.remediations();
    assert.equal(
      detail,
      '95 % used, since archiving frees no storage: largest: 1.0 MB Content 29, 1.0 MB Content 28, ' +
        '1.0 MB Content 27; 5.0 MB in what is archived or expired',
    );
    const { largest, recoverable_bytes: recoverable } = evidence as Row;
    assert.deepEqual((largest as Row[])[0], { id: contentId(29), name: 'Content 29', bytes: 1_000_029 });
    assert.equal(recoverable, 5_000_035);
    const [told, ...more] = await escalated(bench);
    assert.deepEqual(
      [told?.['reason'], told?.['target_kind'], told?.['target_id'], more],
      ['not_fixed', 'organization', 'acme', []],
    );
  });

  it('is fixed when the usage fell below the threshold, as where people delete at the same time', async (t) => {
    const bench = await full(t);
    bench.world.onAct = () => {
      bench.world.storage.usedBytes = 899_999_999;
    };
    await bench.alert(storageHigh('acme'));
    await bench.until('it is over', isOver(bench));
    assert.deepEqual(await outcomes(bench), ['fixed']);
    assert.deepEqual(await escalated(bench), []);
  });

  it('bounds what one run archives', async (t) => {
    const bench = await full(t, enabled({ max_share: 1, contents_per_run: 2 }));
    await bench.alert(storageHigh('acme'));
    await bench.until('it is over', isOver(bench));
    assert.deepEqual(archivedIds(bench), [9, 8].map(contentId));
  });

  it('is restored as it was on the word of a person, and not archived again', async (t) => {
    const bench = await full(t, enabled({ attempts: 5, cooldown: '1s', target_per_hour: 9, per_hour: 9 }));
    await bench.alert(storageHigh('acme'));
    await bench.until('it is over', isOver(bench));
    // One of them a person has restored already, and archived what we did not.
    bench.world.changeContent(contentId(8), { status: 'active' });
    bench.world.changeContent(contentId(1), { status: 'archived' });
    const before = bench.world.acts.length;
    assert.equal((await bench.post('/api/v1/remediations/r1/undo')).status, 200);
    assert.deepEqual(
      bench.world.acts.slice(before),
      [9, 7].map((n) => ({ verb: 'restoreContent', on: contentId(n), value: 'active' })),
    );
    await bench.pass(30 * MINUTE);
    assert.equal(bench.world.acts.length, before + 2);
    assert.equal((await reasons(bench)).at(-1), 'undone_by_person');
  });

  it('is taken back for other repairs, too: what was restored is not archived as an orphan', async (t) => {
    const actions = {
      archive_oldest_inactive: { mode: 'act' },
      archive_content: { modes: { content_orphaned: 'act' } },
    };
    const bench = await full(t, { remediator: { actions } });
    await bench.alert(storageHigh('acme'));
    await bench.until('it is over', isOver(bench));
    assert.equal((await bench.post('/api/v1/remediations/r1/undo')).status, 200);
    const before = bench.world.acts.length;
    await bench.alert(contentOrphaned(contentId(9)));
    await bench.pass(10 * MINUTE);
    assert.equal(bench.world.acts.length, before);
    assert.equal(await lastReason(bench, 'content_orphaned'), 'undone_by_person');
    // Of the others nobody said anything.
    bench.world.orphanContent(4);
    await bench.alert(contentOrphaned(contentId(4)));
    await bench.until('it is archived', () => bench.world.acts.length === before + 1);
  });

  it('leaves alone what a person had back from another repair', async (t) => {
    const bench = await full(t);
    bench.world.expireContent(2);
    await bench.alert(contentExpired(contentId(2)));
    await bench.until('it is archived', isOver(bench));
    assert.equal((await bench.post('/api/v1/remediations/r1/undo')).status, 200);
    const before = bench.world.acts.length;
    bench.world.sweepContent(2);
    Object.assign(bench.world.contents.get(contentId(2)) ?? {}, { createdAt: '2020-01-01T00:00:00.000Z' });
    await bench.alert(storageHigh('acme'));
    await bench.pass(10 * MINUTE);
    assert.equal(bench.world.acts.length, before);
    assert.equal(await lastReason(bench, 'storage_high'), 'undone_by_person');
  });

  const left: [string, (world: Bench['world']) => unknown, string][] = [
    [
      'less is used by now',
      (world) => Object.assign(world.storage, { usedBytes: 899_999_999 }),
      'already_good',
    ],
    ['it has no quota', (world) => Object.assign(world.storage, { quotaBytes: 0 }), 'evidence_unknown'],
    ['the list of contents is not whole', (world) => world.listsCut.push('contents'), 'evidence_unknown'],
    [
      'only drafts, what is held by a playlist and what is global are left',
      (world) => {
        for (const n of [5, 6]) world.changeContent(contentId(n), { status: 'draft' });
        world.playlists.push({ id: 'p2', contentIds: [7, 8].map(contentId) });
        world.changeContent(contentId(9), { isGlobal: true });
      },
      'nothing_to_archive',
    ],
    [
      'the platform cannot be read',
      (world) => Object.assign(world, { platformDown: true }),
      'inventory_unreadable',
    ],
  ];
  for (const [when, arrange, reason] of left) {
    it(`is left alone when ${when}`, async (t) => {
      const bench = await full(t);
      arrange(bench.world);
      await bench.alert(storageHigh('acme'));
      await bench.pass(3 * MINUTE);
      assert.deepEqual([(await reasons(bench)).at(-1), bench.world.acts], [reason, []]);
      assert.deepEqual(await escalated(bench), []);
    });
  }

  it('begins at the threshold, and not before', async (t) => {
    const bench = await full(t);
    bench.world.storage.usedBytes = 900_000_000;
    await bench.alert(storageHigh('acme'));
    await bench.until('it is over', isOver(bench));
    assert.equal(archivedIds(bench).length, 3);
  });

  it('spares what was changed after the evidence, and archives the others', async (t) => {
    const bench = await full(t);
    bench.world.onRead = (id) => {
      // The last that is chosen, as it is read for the evidence.
      if (id === contentId(7)) bench.world.changeContent(contentId(8), { name: 'I am needed' });
    };
    await bench.alert(storageHigh('acme'));
    await bench.until('it is over', isOver(bench));
    assert.deepEqual(archivedIds(bench), [9, 7].map(contentId));
  });

  it('stops before the next one when somebody says so', async (t) => {
    const bench = await full(t);
    bench.world.onAct = () => bench.remediator.stop('enough');
    await bench.alert(storageHigh('acme'));
    await bench.until('it is over', isOver(bench));
    assert.deepEqual(archivedIds(bench), [contentId(9)]);
    const [{ outcome, detail } = {}] = await bench.remediations();
    assert.equal(outcome, 'failed');
    assert.match(String(detail), /after 1 contents: stopped/);
  });

  it('is not archived any further by a remediator that was killed on the way', async (t) => {
    const bench = await full(t);
    bench.world.onAct = () => (bench.world.acts.length === 2 ? bench.kill() : undefined);
    await bench.alert(storageHigh('acme'));
    await bench.until('it was killed', () => bench.world.acts.length === 2, MINUTE).catch(() => undefined);
    bench.world.onAct = () => undefined;
    const next = await startBench(t, { ...enabled(), after: bench });
    await next.until('it is over', isOver(next));
    await next.pass(30 * MINUTE);
    assert.deepEqual(archivedIds(next), [9, 8].map(contentId));
    assert.deepEqual(await outcomes(next), ['unknown']);
    assert.equal((await escalated(next)).length, 1, 'the storage is full still, and there is one attempt');
  });

  it('is not taken for the storage of another organisation, or for a disk', async (t) => {
    const bench = await full(t);
    for (const labels of [
      { ...storageHigh('acme'), target_id: 'beta' },
      { ...storageHigh('/'), org: 'platform', target_kind: 'host' },
    ]) {
      await bench.alert(labels);
      await bench.pass(MINUTE);
      assert.equal((await reasons(bench)).at(-1), 'invalid_target');
    }
    assert.deepEqual(bench.world.acts, []);
  });
});
