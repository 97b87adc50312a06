import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { VizoraError } from '../../core/vizora/errors.ts';
import { createFakeClock } from '../../core/vizora/fake-clock.test-support.ts';
import { createRequestBudget } from '../../core/vizora/request-budget.ts';
import { createContentSurvey } from './content-survey.ts';
import { contentId, createFakeContents } from './fake-contents.test-support.ts';

function setUp(pace: { perMinute?: number; perHour?: number } = {}) {
  const clock = createFakeClock({ hurry: true });
  const reads: string[] = [];
  const { world, source } = createFakeContents({
    clock,
    read: (what) => reads.push(what),
    onRead: () => undefined,
    act: async (_, effect) => effect(),
  });
  const budget = createRequestBudget({ clock, perSecond: 10, perMinute: 60, perHour: 600, ...pace });
  const survey = createContentSurvey({ source, pace: budget, clock });
  const count = (what: RegExp) => reads.filter((read) => what.test(read)).length;
  return {
    clock,
    world,
    source,
    survey,
    details: () => count(/^content c[b0-9]/),
    lists: () => count(/list$/),
  };
}
const MINUTE = 60_000;

describe('a survey of all contents', () => {
  it('reads twenty details at a time, tells of a gap until all are read, and reads none twice', async () => {
    const { survey, clock, details } = setUp();
    const first = await survey.references(contentId(1));
    assert.equal(details(), 20);
    assert.equal(first.references.gap?.reason, 'detail_unknown');
    clock.advance(MINUTE);
    const second = await survey.references(contentId(1));
    assert.equal(details(), 30);
    assert.equal(second.references.gap, null);
    assert.deepEqual([second.contents, second.playlists], [30, 1]);
    clock.advance(MINUTE);
    await survey.references(contentId(1));
    assert.equal(details(), 30);
  });

  it('reads again what has changed, and sees what it refers to by then', async () => {
    const { survey, clock, world, details } = setUp();
    await survey.references(contentId(1));
    clock.advance(MINUTE);
    await survey.references(contentId(1));
    world.orphanContent(1);
    world.changeContent(contentId(2), { previousVersionId: contentId(1) });
    clock.advance(MINUTE);
    const { references } = await survey.references(contentId(1));
    assert.equal(details(), 31);
    assert.ok(references.contentIds.has(contentId(1)));
    assert.equal(references.gap, null);
  });

  it('is made once for all who ask at the same time or shortly after, and anew later', async () => {
    const { survey, clock, lists } = setUp();
    await Promise.all([
      survey.references(contentId(1)),
      survey.references(contentId(1)),
      survey.listContents(),
    ]);
    assert.equal(lists(), 2);
    await survey.references(contentId(1));
    assert.equal(lists(), 2);
    clock.advance(20_000);
    await survey.references(contentId(1));
    assert.equal(lists(), 4);
  });

  it('reads the content that is asked about again before what it said is an hour old', async () => {
    const { survey, clock, details, world } = setUp();
    world.orphanContent(1);
    await survey.references(contentId(1));
    clock.advance(MINUTE);
    const { row, facts } = await survey.references(contentId(1));
    assert.deepEqual([row?.id, facts?.inPlaylist], [contentId(1), false]);
    world.playlists[0]?.contentIds.push(contentId(1));
    clock.advance(40 * MINUTE);
    assert.equal((await survey.references(contentId(1))).facts?.inPlaylist, false);
    assert.equal(details(), 30);
    clock.advance(20 * MINUTE);
    assert.equal((await survey.references(contentId(1))).facts?.inPlaylist, true);
    assert.equal(details(), 31);
    const { row: none, facts: nothing } = await survey.references('c404');
    assert.deepEqual([none, nothing], [null, null]);
  });

  it('believes a content for ten minutes only that says it is in a playlist, and no playlist has it', async () => {
    const { survey, clock, details, world } = setUp();
    await survey.references(contentId(1));
    clock.advance(MINUTE);
    const { facts } = await survey.references(contentId(1));
    world.orphanContent(1);
    clock.advance((facts?.readAt ?? 0) + 10 * MINUTE - clock.now());
    assert.equal((await survey.references(contentId(1))).facts?.inPlaylist, true);
    assert.equal(details(), 30);
    clock.advance(20_000);
    assert.equal((await survey.references(contentId(1))).facts?.inPlaylist, false);
    assert.equal(details(), 31);
  });

  it('knows what is listed for ten minutes', async () => {
    const { survey, clock, world, lists } = setUp();
    assert.equal(await survey.isListed(contentId(1)), true);
    world.contents.delete(contentId(1));
    clock.advance(10 * MINUTE - 1);
    assert.equal(await survey.isListed(contentId(1)), true);
    assert.equal(lists(), 1);
    clock.advance(1);
    assert.equal(await survey.isListed(contentId(1)), false);
    assert.equal(lists(), 2);
  });

  it('tells nothing out of a list that is not whole', async () => {
    const { survey, clock, world } = setUp();
    world.listsCut.push('contents');
    assert.equal(await survey.isListed(contentId(1)), null);
    assert.equal((await survey.references(contentId(1))).references.gap?.reason, 'scan_incomplete');
    world.listsCut[0] = 'playlists';
    clock.advance(MINUTE);
    assert.equal((await survey.references(contentId(1))).references.gap?.reason, 'scan_incomplete');
  });

  it('leaves alone an organisation that has too many, without reading its list', async () => {
    const { survey, source, clock, lists } = setUp();
    source.countContents = async () => 3_001;
    const list = await survey.listContents();
    assert.deepEqual(list, { complete: false, detail: '3001 contents are too many to read' });
    assert.equal(lists(), 0);
    source.countContents = async () => 3_000;
    clock.advance(MINUTE);
    assert.equal((await survey.listContents()).complete, true);
  });

  it('reads no more than its share of what may be asked', async () => {
    const { survey, clock, details } = setUp({ perHour: 25 });
    for (let n = 0; n < 10; n++) {
      await survey.references(contentId(1));
      clock.advance(MINUTE);
    }
    assert.equal(details(), 25);
    clock.advance(60 * MINUTE);
    const { references } = await survey.references(contentId(1));
    assert.equal(references.gap, null);
  });

  it('goes on where the platform broke off, and passes on what nobody foresaw', async () => {
    const { survey, source, clock } = setUp();
    const { getContent } = source;
    source.getContent = () =>
      Promise.reject(new VizoraError('timeout', 'GET /api/v1/content/:id', 'no answer'));
    assert.equal((await survey.references(contentId(1))).references.gap?.reason, 'detail_unknown');
    source.getContent = () => Promise.reject(new TypeError('a fault of ours'));
    clock.advance(MINUTE);
    await assert.rejects(survey.references(contentId(1)), TypeError);
    source.getContent = getContent;
    await survey.references(contentId(1));
    clock.advance(MINUTE);
    assert.equal((await survey.references(contentId(1))).references.gap, null);
  });
});
