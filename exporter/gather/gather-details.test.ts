import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ROUTES } from '../../core/vizora/routes.ts';
import { DAY, detailLooks, MINUTE, of } from './detail-looks.test-support.ts';

const { clock, details, gathering, look, nextLook, restart, world } = detailLooks();

describe('gathering details', () => {
  it('knows everything of a small world in the first look, and asks nothing in the second', async () => {
    const acme = world('acme');
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
    const acme = world('acme');
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

  it('reads again what has changed, and not before it has', async () => {
    const acme = world('acme');
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
    const acme = world('acme');
    for (const id of ['c1', 'c2']) acme.add(id);
    const gathered = gathering([acme]);
    await look(gathered);
    acme.trouble(ROUTES.listContents, 'timeout');
    nextLook();
    await look(gathered);
    assert.equal(details().load('acme').size, 2);
    acme.trouble(ROUTES.listContents, null);
    acme.contents.delete('c2');
    nextLook();
    await look(gathered);
    assert.deepEqual([...details().load('acme').keys()], ['c1']);
  });

  it('asks once more, by its id, what only a playlist had told of and no playlist holds any more', async () => {
    const acme = world('acme');
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
    const acme = world('acme');
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

  it('serves organisations in turn when a look has not enough for all', async () => {
    const [acme, beta] = [world('acme'), world('beta')];
    for (const world of [acme, beta]) for (let i = 0; i < 9; i += 1) world.add(`c${i}`);
    const gathered = gathering([acme, beta], { perHour: 8 });
    const counts: number[][] = [];
    for (let i = 0; i < 4; i += 1) {
      await look(gathered);
      nextLook();
      counts.push([acme, beta].map((world) => world.askedSince().length));
    }
    assert.deepEqual(counts, [
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 1],
    ]);
  });

  it('has no more for each look when looks are frequent', async () => {
    const acme = world('acme');
    for (let i = 0; i < 200; i += 1) acme.add(`c${i}`);
    const gathered = gathering([acme]);
    const began = clock.now();
    const counts: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      clock.set(began + i * 5 * MINUTE);
      await look(gathered);
      counts.push(acme.askedSince().length);
    }
    assert.deepEqual(counts, [75, 25, 25]);
  });

  it('takes what it read for the row that was listed, though the content has changed since', async () => {
    const acme = world('acme');
    acme.add('c1');
    const gathered = gathering([acme]);
    acme.beforeAnswer = () => acme.change('c1', { expiresAt: new Date(clock.now() - DAY).toISOString() });
    assert.equal((await look(gathered)).get('content_expired acme/c1'), 'bad');
    acme.beforeAnswer = () => undefined;
    nextLook();
    await look(gathered);
    assert.deepEqual(acme.askedSince(), ['content/c1', 'content/c1']);
  });

  it('takes whatever names a content in some metadata for a reference, and nothing else', async () => {
    const acme = world('acme');
    const [layout, widget, page, orphan] = ['layout', 'widget', 'page', 'orphan'].map(
      (name) => `c${name.padStart(24, '0')}`,
    ) as [string, string, string, string];
    const gone = `c${'9'.repeat(24)}`;
    acme.add(layout, { type: 'layout', metadata: { zones: [{ widgetId: widget }, { contentId: gone }] } });
    acme.add(widget, { type: 'template', metadata: { html: `<a href="/show/${page}">` } });
    acme.add(page);
    acme.add(orphan, { metadata: { self: orphan } });
    const verdicts = of('content_orphaned', await look(gathering([acme])));
    assert.deepEqual(
      [...verdicts].filter(([, verdict]) => verdict !== 'good'),
      [[`acme/${orphan}`, 'bad']],
    );
    const shown = [...details().load('acme')].map(([id, { shownContentIds }]) => [id, shownContentIds]);
    assert.deepEqual(new Map(shown as [string, string[]][]).get(layout), [widget]);
    assert.deepEqual(new Map(shown as [string, string[]][]).get(orphan), []);
  });

  it('reads nothing again for the sake of orphans while the playlists are not whole', async () => {
    const acme = world('acme');
    acme.add('c1');
    const gathered = gathering([acme]);
    await look(gathered);
    acme.askedSince();
    acme.trouble(ROUTES.listPlaylists, 'timeout');
    clock.set(clock.now() + 2 * 60 * MINUTE);
    assert.equal((await look(gathered)).get('content_orphaned acme/c1'), 'unknown');
    assert.deepEqual(acme.askedSince(), []);
  });

  it('forgets organisations that are not watched any more', async () => {
    const acme = world('acme');
    acme.add('c1');
    await look(gathering([acme]));
    const beta = world('beta');
    restart();
    await look(gathering([beta]));
    assert.equal(details().load('acme').size, 0);
  });
});
