import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import {
  type Bench,
  type BenchOptions,
  contentExpired,
  contentOrphaned,
  startBench,
} from '../bench.test-support.ts';
import { contentId } from '../world/fake-contents.test-support.ts';

type Row = Record<string, unknown>;

const MINUTE = 60_000;
const ORPHANS_TOO = { remediator: { actions: { archive_content: { modes: { content_orphaned: 'act' } } } } };

const outcomes = async (bench: Bench) => (await bench.remediations()).map(({ outcome }) => outcome);
const reasons = async (bench: Bench) => (await bench.decisions()).map(({ reason }) => reason);
const escalated = async (bench: Bench) => (await bench.get('/api/v1/status'))['escalated'] as Row[];
const isOver = (bench: Bench) => async () => (await outcomes(bench)).at(-1) != null;
const archived = (id: string) => ({ verb: 'archiveContent', on: id, value: 'archived' });
const restored = (id: string) => ({ verb: 'restoreContent', on: id, value: 'active' });

/** The last word of the machine about what it was told first. */
async function refusal(
  t: TestContext,
  labels: Labels,
  arrange: Arrange,
  options: BenchOptions = ORPHANS_TOO,
) {
  const bench = await startBench(t, options);
  arrange(bench.world, bench);
  await bench.alert(labels);
  await bench.pass(3 * MINUTE);
  assert.deepEqual(bench.world.acts, [], 'nothing is done');
  return (await reasons(bench)).at(-1);
}
type Labels = ReturnType<typeof contentExpired>;
type Arrange = (world: Bench['world'], bench: Bench) => unknown;

const ago = ({ clock }: Bench, ms: number) => new Date(clock.now() - ms).toISOString();

describe('a content that expired and that the platform missed', () => {
  it('is archived, and read again to see that it is', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.expireContent(1);
    await bench.alert(contentExpired(id));
    await bench.until('it is over', isOver(bench));
    assert.deepEqual(bench.world.acts, [archived(id)]);
    const expires_at = bench.world.contents.get(id)?.expiresAt;
    const [{ outcome, before, after } = {}] = await bench.remediations();
    assert.deepEqual(
      [outcome, before, after],
      ['fixed', { status: 'active' }, { status: 'archived', expires_at }],
    );
  });

  const left: [string, Arrange, string][] = [
    [
      'it was archived by a person',
      (world) => world.changeContent(world.expireContent(1), { status: 'archived' }),
      'already_good',
    ],
    [
      'it may still be the turn of the platform',
      (world, bench) => world.changeContent(contentId(1), { expiresAt: ago(bench, 70 * MINUTE) }),
      'already_good',
    ],
    [
      'it may be the turn of the platform by its own clock',
      (world) => {
        world.expireContent(1);
        world.skewMs = 110 * MINUTE;
      },
      'already_good',
    ],
    [
      'its expiry cannot be read',
      (world) => world.changeContent(contentId(1), { expiresAt: 'soon' }),
      'evidence_unknown',
    ],
    ['it is gone', (world) => world.contents.delete(contentId(1)), 'target_unknown'],
    [
      'the platform cannot be read',
      (world) => {
        world.expireContent(1);
        world.platformDown = true;
      },
      'inventory_unreadable',
    ],
    [
      'another content is to take its place in a playlist',
      (world) => world.changeContent(world.expireContent(1), { replacementContentId: contentId(2) }),
      'replacement_due',
    ],
  ];
  for (const [when, arrange, reason] of left) {
    it(`is left alone when ${when}`, async (t) => {
      assert.equal(await refusal(t, contentExpired(contentId(1)), arrange), reason);
    });
  }

  const notReplaced: [string, Arrange][] = [
    ['is not active', (world) => world.changeContent(contentId(2), { status: 'draft' })],
    ['is gone', (world) => world.contents.delete(contentId(2))],
    ['would go into no playlist', (world) => world.orphanContent(1)],
  ];
  for (const [which, arrange] of notReplaced) {
    it(`is archived when what is to replace it ${which}`, async (t) => {
      const bench = await startBench(t);
      const id = bench.world.expireContent(1);
      bench.world.changeContent(id, { replacementContentId: contentId(2) });
      arrange(bench.world, bench);
      await bench.alert(contentExpired(id));
      await bench.until('it is over', isOver(bench));
      assert.deepEqual(bench.world.acts, [archived(id)]);
    });
  }

  const changes: [string, (world: Bench['world'], id: string) => unknown][] = [
    ['a person prolonged it', (world, id) => world.changeContent(id, { expiresAt: '2030-01-01T00:00:00Z' })],
    ['a person only renamed it', (world, id) => world.changeContent(id, { name: 'Still expired' })],
    ['it is gone', (world, id) => world.contents.delete(id)],
  ];
  for (const [what, change] of changes) {
    it(`is left alone when ${what} after the evidence`, async (t) => {
      const bench = await startBench(t);
      const id = bench.world.expireContent(1);
      let reads = 0;
      bench.world.onRead = () => {
        reads += 1;
        // Once to find it, once for the evidence.
        if (reads === 2) change(bench.world, id);
      };
      await bench.alert(contentExpired(id));
      await bench.until('it is over', isOver(bench));
      assert.deepEqual(bench.world.acts, []);
      assert.equal((await outcomes(bench))[0], 'skipped');
    });
  }

  it('is left alone when our clock turns out to be ahead just before the act', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.expireContent(1);
    let reads = 0;
    bench.world.onRead = () => {
      reads += 1;
      if (reads === 3) bench.world.skewMs = 110 * MINUTE;
    };
    await bench.alert(contentExpired(id));
    await bench.until('it is over', isOver(bench));
    assert.deepEqual([bench.world.acts, await outcomes(bench)], [[], ['skipped']]);
  });

  it('that is active still after it was archived is not fixed, and people are told once', async (t) => {
    const options = { remediator: { actions: { archive_content: { cooldown: '10s' } } } };
    const bench = await startBench(t, options);
    bench.world.lies = true;
    const id = bench.world.expireContent(1);
    await bench.alert(contentExpired(id));
    await bench.until('people are told', async () => (await escalated(bench)).length > 0);
    await bench.pass(10 * MINUTE);
    assert.deepEqual(await outcomes(bench), ['not_fixed', 'not_fixed']);
    const [one, ...more] = await escalated(bench);
    assert.deepEqual([one?.['reason'], one?.['target_id'], more], ['not_fixed', id, []]);
    const opened = bench.metrics();
    assert.match(await opened, /vizora_remediation_escalated\{[^}]*action="archive_content"[^}]*\} 1/);
  });

  it('is restored on the word of a person, and then left as that person wants it', async (t) => {
    const bench = await startBench(t, { remediator: { actions: { archive_content: { cooldown: '1s' } } } });
    const id = bench.world.expireContent(1);
    await bench.alert(contentExpired(id));
    await bench.until('it is over', isOver(bench));
    assert.equal((await bench.post('/api/v1/remediations/r1/undo')).status, 200);
    assert.deepEqual(bench.world.acts, [archived(id), restored(id)]);
    await bench.alert(contentExpired(id));
    await bench.pass(5 * MINUTE);
    assert.equal(bench.world.acts.length, 2);
    assert((await reasons(bench)).includes('undone_by_person'));
  });

  it('is not made active by an undo when it is not archived any more', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.expireContent(1);
    await bench.alert(contentExpired(id));
    await bench.until('it is over', isOver(bench));
    bench.world.changeContent(id, { status: 'draft' });
    const answer = (await (await bench.post('/api/v1/remediations/r1/undo')).json()) as Row;
    assert.match(JSON.stringify(answer), /the content is draft/);
    assert.deepEqual(bench.world.acts, [archived(id)]);
  });

  it('is archived however many orphans there are', async (t) => {
    const bench = await startBench(t, ORPHANS_TOO);
    for (let n = 10; n < 25; n++) {
      bench.alertmanager.fire(contentOrphaned(bench.world.orphanContent(n)), bench.clock.now());
    }
    await bench.pass(2 * MINUTE);
    assert.deepEqual(bench.world.acts, [], 'so many orphans are for people');
    assert((await reasons(bench)).includes('mass_failure'));
    const id = bench.world.expireContent(1);
    await bench.alert(contentExpired(id));
    await bench.until('it is archived', () => bench.world.acts.length > 0);
    assert.deepEqual(bench.world.acts, [archived(id)]);
  });
});

describe('a content that nothing refers to', () => {
  it('is proposed to a person, and archived once that is approved', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.orphanContent(1);
    await bench.alert(contentOrphaned(id));
    const proposals = async () => (await bench.get('/api/v1/proposals'))['proposals'] as Row[];
    await bench.until('a person is asked', async () => (await proposals()).length === 1);
    assert.deepEqual(bench.world.acts, []);
    const [asked] = await proposals();
    assert.match(JSON.stringify(asked?.['evidence']), /"contents_read":30/);
    await bench.post('/api/v1/proposals/p1/approve', { hash: asked?.['hash'] });
    await bench.until('it is over', isOver(bench));
    assert.deepEqual(bench.world.acts, [archived(id)]);
    assert.deepEqual(await outcomes(bench), ['fixed']);
    assert.equal((await bench.post('/api/v1/remediations/r1/undo')).status, 200);
    assert.deepEqual(bench.world.acts.at(-1), restored(id));
  });

  it('is archived only once what every other content refers to was read', async (t) => {
    const bench = await startBench(t, ORPHANS_TOO);
    const id = bench.world.orphanContent(1);
    await bench.alert(contentOrphaned(id));
    await bench.until('it is over', isOver(bench));
    assert.deepEqual((await reasons(bench)).slice(0, 2), ['evidence_unknown', 'fault_confirmed']);
    const read = new Set(bench.world.reads.filter((it) => /^content c[b0-9]/.test(it)));
    assert.equal(read.size, bench.world.contents.size);
    assert.deepEqual(bench.world.acts, [archived(id)]);
  });

  const left: [string, Arrange, string][] = [
    [
      'a zone of a layout shows it',
      (world) => world.changeContent(contentId(2), { zones: { contentIds: [contentId(1)] } }),
      'already_good',
    ],
    [
      'the page of a template mentions it',
      (world) => world.changeContent(contentId(2), { mentionedIds: [contentId(1)] }),
      'already_good',
    ],
    [
      'it is to replace another one, even an archived one',
      (world) =>
        world.changeContent(contentId(2), { replacementContentId: contentId(1), status: 'archived' }),
      'already_good',
    ],
    [
      'it is the version before another one',
      (world) => world.changeContent(contentId(2), { previousVersionId: contentId(1) }),
      'already_good',
    ],
    ['it is global', (world) => world.changeContent(contentId(1), { isGlobal: true }), 'already_good'],
    ['it is a layout', (world) => world.changeContent(contentId(1), { type: 'layout' }), 'already_good'],
    [
      'it is young',
      (world, bench) => world.changeContent(contentId(1), { createdAt: ago(bench, 29 * 24 * 60 * MINUTE) }),
      'already_good',
    ],
    [
      'a playlist holds it',
      (world) => world.playlists.push({ id: 'p2', contentIds: [contentId(1)] }),
      'already_good',
    ],
    [
      'what another one shows cannot be read',
      (world) => world.changeContent(contentId(2), { zones: null }),
      'evidence_unknown',
    ],
    ['the list of contents is not whole', (world) => world.listsCut.push('contents'), 'inventory_unreadable'],
    ['the list of playlists is not whole', (world) => world.listsCut.push('playlists'), 'evidence_unknown'],
    ['it is gone', (world) => world.contents.delete(contentId(1)), 'target_unknown'],
  ];
  for (const [when, arrange, reason] of left) {
    it(`is left alone when ${when}`, async (t) => {
      const asOrphan: Arrange = (world, bench) => {
        world.orphanContent(1);
        arrange(world, bench);
      };
      assert.equal(await refusal(t, contentOrphaned(contentId(1)), asOrphan), reason);
    });
  }

  it('is left alone when a playlist took it in after the evidence, which does not change it', async (t) => {
    const bench = await startBench(t, ORPHANS_TOO);
    const id = bench.world.orphanContent(1);
    for (let n = 5; n < 30; n++) bench.world.contents.delete(contentId(n));
    bench.world.onRead = (read) => {
      // The last one whose references are read: the lists were read before.
      if (read === contentId(4)) bench.world.playlists[0]?.contentIds.push(id);
    };
    await bench.alert(contentOrphaned(id));
    await bench.until('it is over', isOver(bench));
    assert.deepEqual(await outcomes(bench), ['skipped']);
    assert.deepEqual(bench.world.acts, []);
  });

  it('costs few requests while it waits for a person, as do its like', async (t) => {
    const bench = await startBench(t);
    for (const n of [1, 2, 3]) await bench.alert(contentOrphaned(bench.world.orphanContent(n)));
    const proposals = async () => (await bench.get('/api/v1/proposals'))['proposals'] as Row[];
    await bench.until('a person is asked about each', async () => (await proposals()).length === 3);
    await bench.pass(45 * MINUTE);
    assert.equal(bench.world.reads.filter((read) => /^content c[b0-9]/.test(read)).length, 30);
    assert.ok(bench.world.reads.filter((read) => /list$/.test(read)).length <= 2 * 3 * 6);
  });

  it('that is active still after it was archived is not fixed', async (t) => {
    const actions = { archive_content: { attempts: 1, modes: { content_orphaned: 'act' } } };
    const bench = await startBench(t, { remediator: { actions } });
    bench.world.lies = true;
    await bench.alert(contentOrphaned(bench.world.orphanContent(1)));
    await bench.until('it is over', isOver(bench));
    assert.deepEqual(await outcomes(bench), ['not_fixed']);
    assert.equal((await escalated(bench)).length, 1);
  });
});
