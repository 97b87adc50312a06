import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { ContentFacts } from '../core/checks/content-facts.ts';
import { systemClock } from '../core/clock.ts';
import { createLog } from '../core/log.ts';
import type { DetailStore } from './detail-store.ts';
import { openStore } from './store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'details-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As a process that begins, does this, and ends. */
function inNextProcess<T>(act: (details: DetailStore) => T): T {
  const store = openStore(folder, { clock: systemClock, log: createLog('test', 'silent') });
  try {
    return act(store.details);
  } finally {
    store.close();
  }
}

function onDisk(sql: string): void {
  const database = new DatabaseSync(join(folder, 'exporter.db'));
  database.exec(sql);
  database.close();
}

const plain: ContentFacts = {
  updatedAt: '2026-01-01T00:00:00.000Z',
  expiresAt: null,
  replacementContentId: null,
  previousVersionId: null,
  isGlobal: false,
  shownContentIds: [],
  inPlaylist: null,
  readAt: 1_700_000_000_000,
};
const full: ContentFacts = {
  updatedAt: '2026-01-02T00:00:00.000Z',
  expiresAt: '2026-02-01T00:00:00.000Z',
  replacementContentId: 'a',
  previousVersionId: 'b',
  isGlobal: true,
  shownContentIds: ['a', 'b'],
  inPlaylist: true,
  readAt: 1_700_000_000_001,
};
const unreadable: ContentFacts = { ...plain, shownContentIds: null, inPlaylist: false };
const all = new Map([
  ['plain', plain],
  ['full', full],
  ['unreadable', unreadable],
]);

describe('the details of contents on disk', () => {
  it('are those of the last process, each organisation with its own', () => {
    inNextProcess((details) => {
      details.save('acme', all, []);
      details.save('beta', new Map([['plain', full]]), []);
    });
    assert.deepEqual(
      inNextProcess((details) => [details.load('acme'), details.load('beta'), details.load('other')]),
      [all, new Map([['plain', full]]), new Map()],
    );
  });

  it('are replaced by what was learned later, and forgotten where the content is gone', () => {
    inNextProcess((details) => {
      details.save('acme', all, []);
      details.save('acme', new Map([['plain', full]]), ['full', 'never there']);
    });
    assert.deepEqual(
      inNextProcess((details) => details.load('acme')),
      new Map([
        ['plain', full],
        ['unreadable', unreadable],
      ]),
    );
  });

  it('are forgotten of organisations that are not watched any more', () => {
    inNextProcess((details) => {
      for (const org of ['acme', 'beta']) details.save(org, all, []);
      details.forgetUnless((org) => org === 'beta');
    });
    assert.deepEqual(
      inNextProcess((details) => [details.load('acme').size, details.load('beta').size]),
      [0, 3],
    );
  });

  it('that make no sense are not known, and the others are', () => {
    inNextProcess((details) => details.save('acme', all, []));
    onDisk(`UPDATE content_details SET shown_ids = '[5]' WHERE id = 'full';
      UPDATE content_details SET shown_ids = 'no list' WHERE id = 'plain'`);
    assert.deepEqual(
      inNextProcess((details) => [...details.load('acme').keys()]),
      ['unreadable'],
    );
    onDisk("UPDATE content_details SET in_playlist = 7 WHERE id = 'unreadable'");
    assert.equal(
      inNextProcess((details) => details.load('acme').size),
      0,
    );
  });

  it('are written all or not at all', () => {
    const broken = { ...plain, readAt: Number.NaN };
    inNextProcess((details) => {
      details.save('acme', new Map([['plain', plain]]), []);
      assert.throws(() =>
        details.save(
          'acme',
          new Map([
            ['full', full],
            ['broken', broken],
          ]),
          ['plain'],
        ),
      );
    });
    assert.deepEqual(
      inNextProcess((details) => [...details.load('acme').keys()]),
      ['plain'],
    );
  });
});
