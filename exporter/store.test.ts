import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { z } from 'zod';
import { systemClock } from '../core/clock.ts';
import { createLog } from '../core/log.ts';
import { bad, good } from '../core/verdict.ts';
import { covered, judge } from './agent.ts';
import { afterLook, without } from './board.ts';
import { openStore, type Store, StoreError } from './store.ts';

const silent = createLog('test', 'silent');
let folder: string;
let opened: Store[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  opened = [];
});
afterEach(() => {
  for (const store of opened) store.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(log = silent): Store {
  const store = openStore(folder, { clock: systemClock, log });
  opened.push(store);
  return store;
}
function close(store: Store): void {
  opened.splice(opened.indexOf(store), 1);
  store.close();
}

const schedule = (id: string) => ({ kind: 'schedule' as const, id, org: 'acme', name: `Schedule ${id}` });
const seen = (id: string, finding = bad('ended', 5)) => judge('schedule_past_end', schedule(id), finding);
const twoOpen = () =>
  afterLook(new Map(), 'schedule-doctor', [covered('schedule_past_end', 'acme'), seen('a'), seen('b')], 100);

describe('the store', () => {
  it('is new in an empty folder, which it makes', () => {
    folder = join(folder, 'deep', 'down');
    const store = open();
    assert.deepEqual([store.origin, store.incidents], ['new', []]);
  });

  it('gives back what was saved, whole', () => {
    const store = open();
    const first = twoOpen();
    store.save(first.board, first.changes);
    const second = afterLook(first.board, 'schedule-doctor', [seen('a', good), seen('b')], 200);
    store.save(second.board, second.changes);
    store.settle();
    close(store);
    const again = open();
    assert.equal(again.origin, 'restored');
    assert.deepEqual(
      new Map(again.incidents.map((incident) => [incident.target.id, incident])),
      new Map([...second.board.values()].map((incident) => [incident.target.id, incident])),
    );
  });

  it('forgets what was removed', () => {
    const store = open();
    const first = twoOpen();
    store.save(first.board, first.changes);
    const { board, changes } = without(first.board, ({ target }) => target.id === 'a');
    store.save(board, changes);
    close(store);
    assert.deepEqual(
      open().incidents.map(({ target }) => target.id),
      ['b'],
    );
  });

  it('makes up for a write that failed', () => {
    const store = open();
    const first = twoOpen();
    const impossible = { ...[...first.board.values()][0], openedAt: Number.NaN } as never;
    assert.throws(() => store.save(first.board, [{ what: 'opened', key: 'x', incident: impossible }]));
    store.save(first.board, []);
    close(store);
    assert.equal(open().incidents.length, 2);
  });

  it('keeps notes, and gives none where another version wrote something else', () => {
    const store = open();
    const Note = z.object({ at: z.number() });
    assert.equal(store.notes.read('digest', Note), null);
    store.notes.write('digest', { at: 5 });
    store.notes.write('other', { at: 'noon' });
    close(store);
    const { notes } = open();
    assert.deepEqual(notes.read('digest', Note), { at: 5 });
    assert.equal(notes.read('other', Note), null);
  });

  it('is set aside, loudly, when it cannot be read, and begins anew as lost', () => {
    const lines: string[] = [];
    const log = createLog('test', 'info', { write: (line) => void lines.push(line) });
    writeFileSync(
      join(folder, 'exporter.db'),
      'this is no database, and long enough to be looked at '.repeat(9),
    );
    const store = open(log);
    assert.deepEqual([store.origin, store.incidents], ['lost', []]);
    assert.match(lines.join(''), /cannot be read; set aside/);
    assert.ok(readdirSync(folder).some((name) => name.startsWith('exporter.db.corrupt-')));
  });

  it('is of the same origin in the next process, until it is settled', () => {
    close(open());
    assert.equal(open().origin, 'new');
  });

  it('that was lost stays lost for the next process, until it is settled', () => {
    writeFileSync(
      join(folder, 'exporter.db'),
      'this is no database, and long enough to be looked at '.repeat(9),
    );
    close(open());
    const again = open();
    assert.equal(again.origin, 'lost');
    again.settle();
    close(again);
    assert.equal(open().origin, 'restored');
  });

  it('of the first version is restored', () => {
    const store = open();
    const { board, changes } = twoOpen();
    store.save(board, changes);
    close(store);
    const database = new DatabaseSync(join(folder, 'exporter.db'));
    database.exec(`DROP TABLE content_details; DROP TABLE unsettled; ALTER TABLE incidents DROP COLUMN site; DROP TABLE history; DROP TABLE notes;
      PRAGMA user_version = 1`);
    database.close();
    const again = open();
    assert.deepEqual([again.origin, again.incidents.length], ['restored', 2]);
  });

  it('leaves out targets of a kind that is not known, and keeps the others', () => {
    const store = open();
    const { board, changes } = twoOpen();
    store.save(board, changes);
    store.settle();
    close(store);
    const database = new DatabaseSync(join(folder, 'exporter.db'));
    database.exec("UPDATE incidents SET target_kind = 'satellite' WHERE target_id = 'a'");
    database.close();
    const again = open();
    assert.deepEqual([again.origin, again.incidents.map(({ target }) => target.id)], ['restored', ['b']]);
  });

  it('is set aside when a row makes no sense', () => {
    const store = open();
    const { board, changes } = twoOpen();
    store.save(board, changes);
    close(store);
    const database = new DatabaseSync(join(folder, 'exporter.db'));
    database.exec("UPDATE incidents SET state = 'fine'");
    database.close();
    assert.equal(open().origin, 'lost');
  });

  it('leaves out incidents of a type that is no longer known', () => {
    const store = open();
    const { board, changes } = twoOpen();
    store.save(board, changes);
    store.settle();
    close(store);
    const database = new DatabaseSync(join(folder, 'exporter.db'));
    database.exec("UPDATE incidents SET incident = 'abandoned' WHERE target_id = 'a'");
    database.close();
    const again = open();
    assert.deepEqual(
      again.incidents.map(({ target }) => target.id),
      ['b'],
    );
    assert.equal(again.origin, 'restored');
  });

  it('of a newer version is refused, and left as it is', () => {
    const database = new DatabaseSync(join(folder, 'exporter.db'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    assert.throws(
      open,
      (error) => error instanceof StoreError && /newer version.*schema 99/.test(error.message),
    );
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes('corrupt')),
      [],
    );
  });

  it('that another exporter uses is refused', () => {
    open();
    assert.throws(
      open,
      (error) => error instanceof StoreError && /in use by another exporter/.test(error.message),
    );
  });

  it('that cannot be made names the setting', () => {
    writeFileSync(join(folder, 'file'), '');
    assert.throws(
      () => openStore(join(folder, 'file', 'below'), { clock: systemClock, log: silent }),
      /exporter\.data_dir/,
    );
  });
});
