import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ContentFacts } from './content-facts.ts';
import { contentOrphaned, MEMBERSHIP_MAX_AGE_MS } from './content-orphaned.ts';
import type { ContentReferences } from './content-references.ts';

const DAY = 86_400_000;
const OLDER_THAN = 30 * DAY;
const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const moment = { now: NOW, platformNow: NOW };
const at = (ms: number) => new Date(ms).toISOString();

const old = { id: 'c1', type: 'image', status: 'active', createdAt: at(NOW - 90 * DAY) };
const facts: ContentFacts = {
  updatedAt: '1',
  expiresAt: null,
  replacementContentId: null,
  previousVersionId: null,
  isGlobal: false,
  shownContentIds: [],
  inPlaylist: false,
  readAt: NOW,
};
const none: ContentReferences = { contentIds: new Set(), gap: null };
const some: ContentReferences = { contentIds: new Set(['c1']), gap: null };
const unread: ContentReferences['gap'] = { reason: 'detail_unknown', detail: 'not read' };

const find = (
  content: Partial<typeof old> = {},
  special: Partial<ContentFacts> | null = {},
  references = none,
) =>
  contentOrphaned(
    { ...old, ...content },
    special === null ? undefined : { ...facts, ...special },
    references,
    OLDER_THAN,
    moment,
  );

describe('a content is an orphan', () => {
  it('bad when it is old and nothing refers to it', () => {
    assert.deepEqual(find(), {
      verdict: 'bad',
      detail: 'nothing refers to it, and it is from 2025-12-01T12:00:00.000Z',
    });
  });

  const cases = [
    ['good when something refers to it', find({}, {}, some), 'good'],
    [
      'good when something refers to it, whatever else is not known',
      find({}, null, { ...some, gap: unread }),
      'good',
    ],
    ['good when it is global', find({}, { isGlobal: true }), 'good'],
    ['good when a playlist holds it that no list has', find({}, { inPlaylist: true }), 'good'],
    ['good when it is a layout', find({ type: 'layout' }), 'good'],
    ['good when it is archived already', find({ status: 'archived' }), 'good'],
    ['unknown while its own row has not been read', find({}, null), 'unknown'],
    ['unknown while others may refer to it', find({}, {}, { ...none, gap: unread }), 'unknown'],
    ['unknown when only a playlist told of it', find({}, { inPlaylist: null }), 'unknown'],
    ['unknown when its age cannot be read', find({ createdAt: 'long ago' }), 'unknown'],
    ['unknown when its row was read in the future', find({}, { readAt: NOW + 1 }), 'unknown'],
    ['good while it is young, whatever is not known', find({ createdAt: at(NOW) }, null), 'good'],
  ] as const;
  for (const [name, finding, verdict] of cases) {
    it(name, () => {
      assert.equal(finding.verdict, verdict);
    });
  }

  it('only when it is older than that, not just as old', () => {
    assert.equal(find({ createdAt: at(NOW - OLDER_THAN) }).verdict, 'good');
    assert.equal(find({ createdAt: at(NOW - OLDER_THAN - 1) }).verdict, 'bad');
  });

  it('only when its own row was read within the hour', () => {
    assert.equal(find({}, { readAt: NOW - MEMBERSHIP_MAX_AGE_MS }).verdict, 'bad');
    assert.deepEqual(find({}, { readAt: NOW - MEMBERSHIP_MAX_AGE_MS - 1 }), {
      verdict: 'unknown',
      reason: 'samples_too_old',
      detail: 'whether a playlist holds it was read too long ago',
    });
  });

  it('by the clock that wrote its row, and not by ours', () => {
    const skewed = { now: NOW, platformNow: NOW - 61 * DAY };
    assert.equal(contentOrphaned(old, facts, none, OLDER_THAN, skewed).verdict, 'good');
  });
});
