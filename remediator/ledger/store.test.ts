import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import { openLedger } from './ledger.ts';
import { LedgerError } from './ledger-error.ts';
import { APPLICATION_ID, MIGRATIONS } from './migrations.ts';
import { openStore } from './store.ts';

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'ledger-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

const refusal = (dataDir: string): string => {
  try {
    openStore(dataDir).close();
  } catch (error) {
    assert.ok(error instanceof LedgerError);
    return error.message;
  }
  throw new Error('it was opened');
};

describe('the store', () => {
  it('invariant 1: is in WAL mode with synchronous=FULL, as read back on the live connection', (t) => {
    const store = openStore(join(folder(t), 'new', 'folder'));
    t.after(store.close);
    assert.deepEqual(store.durability(), { journalMode: 'wal', synchronous: 2 });
    assert.equal(statSync(store.file).mode & 0o777, 0o600);
  });

  it('refuses a second remediator, and says which process has it', (t) => {
    const dataDir = folder(t);
    const store = openStore(dataDir);
    assert.match(refusal(dataDir), new RegExp(`another remediator works on .*process ${process.pid}`));
    store.close();
    openStore(dataDir).close();
  });

  it('refuses it to another process, too', (t) => {
    const dataDir = folder(t);
    const store = openStore(dataDir);
    t.after(store.close);
    const script = `import { openStore } from ${JSON.stringify(join(import.meta.dirname, 'store.ts'))};
      try { openStore(${JSON.stringify(dataDir)}); console.log('opened'); } catch (error) { console.log(error.message); }`;
    const said = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
      encoding: 'utf8',
    });
    assert.match(said, /another remediator works on/);
  });

  it('does not take a damaged file for an empty one', (t) => {
    const dataDir = folder(t);
    writeFileSync(join(dataDir, 'remediator.sqlite'), 'this is no database, and never was one. '.repeat(200));
    assert.match(refusal(dataDir), /cannot be read .* restore a copy, or/);
    assert.match(refusal(dataDir), /cannot be read/, 'the lock is given back');
  });

  it('finds pages that were overwritten', (t) => {
    const dataDir = folder(t);
    openStore(dataDir).close();
    const file = join(dataDir, 'remediator.sqlite');
    const { size } = statSync(file);
    const db = new DatabaseSync(file);
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    db.close();
    execFileSync('dd', ['if=/dev/urandom', `of=${file}`, 'bs=1024', 'seek=6', 'count=30', 'conv=notrunc'], {
      stdio: 'ignore',
    });
    assert.ok(size > 36 * 1024);
    assert.match(refusal(dataDir), /cannot be read/);
  });

  it('refuses a store of a newer version, and one of another program', (t) => {
    const dataDir = folder(t);
    openStore(dataDir).close();
    const file = join(dataDir, 'remediator.sqlite');
    const change = (statement: string) => {
      const db = new DatabaseSync(file);
      db.exec(statement);
      db.close();
    };
    change(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    assert.match(refusal(dataDir), /written by a newer version/);
    change('PRAGMA application_id = 1');
    assert.match(refusal(dataDir), /belongs to another program/);
  });

  it('rolls back what fails half-way', (t) => {
    const store = openStore(folder(t));
    t.after(store.close);
    const count = () => store.db.prepare('SELECT count(*) AS n FROM stops').get()?.['n'];
    assert.throws(() =>
      store.transaction(() => {
        store.db.exec(`INSERT INTO stops VALUES ('operator', 'x', 1)`);
        throw new Error('no');
      }),
    );
    assert.equal(count(), 0);
    assert.equal(store.db.isTransaction, false);
  });

  it('keeps a journal in which nothing can be changed or removed', (t) => {
    const store = openStore(folder(t));
    t.after(store.close);
    store.db.exec(`INSERT INTO journal (at, kind, record) VALUES (1, 'stopped', '{}')`);
    assert.throws(() => store.db.exec('UPDATE journal SET at = 2'), /append-only/);
    assert.throws(() => store.db.exec('DELETE FROM journal'), /append-only/);
  });

  it('names the setting when its folder cannot be made', (t) => {
    const file = join(folder(t), 'file');
    writeFileSync(file, '');
    assert.match(refusal(join(file, 'below')), /remediator\.data_dir: cannot make the folder/);
  });

  it('does not blame another remediator for a folder that cannot be written', (t) => {
    const dataDir = folder(t);
    mkdirSync(join(dataDir, 'remediator.lock'));
    assert.match(refusal(dataDir), /remediator\.data_dir: nothing can be written in .* make it writable/);
  });

  it('refuses a folder in which everybody may write, and a store that is a link', (t) => {
    const dataDir = folder(t);
    chmodSync(dataDir, 0o777);
    assert.match(refusal(dataDir), /every user of this machine may write/);
    chmodSync(dataDir, 0o700);
    const elsewhere = join(folder(t), 'elsewhere');
    writeFileSync(elsewhere, '');
    symlinkSync(elsewhere, join(dataDir, 'remediator.sqlite'));
    assert.match(refusal(dataDir), /is a link/);
    assert.equal(readFileSync(elsewhere, 'utf8'), '');
  });

  it('makes its key where nobody has put a link before', (t) => {
    const dataDir = folder(t);
    const elsewhere = join(folder(t), 'elsewhere');
    symlinkSync(elsewhere, join(dataDir, 'journal.key.new'));
    openLedger(dataDir).close();
    assert.equal(existsSync(elsewhere), false);
    assert.equal(statSync(join(dataDir, 'journal.key')).mode & 0o777, 0o600);
  });

  it('gives the lock back when it cannot say who holds it', (t) => {
    const dataDir = folder(t);
    mkdirSync(join(dataDir, 'remediator.pid'));
    assert.match(refusal(dataDir), /nothing can be written in/);
    rmSync(join(dataDir, 'remediator.pid'), { recursive: true });
    openStore(dataDir).close();
  });

  it('takes up a store of the first version, whose journal is linked from now on', async (t) => {
    const dataDir = folder(t);
    const file = join(dataDir, 'remediator.sqlite');
    const db = new DatabaseSync(file);
    db.exec(`${MIGRATIONS[0]}; PRAGMA user_version = 1; PRAGMA application_id = ${APPLICATION_ID}`);
    for (const seq of [1, 3]) {
      db.exec(`INSERT INTO journal (seq, at, kind, record) VALUES (${seq}, 1, 'stopped', '{}')`);
    }
    db.close();
    const ledger = openLedger(dataDir);
    t.after(ledger.close);
    assert.equal(ledger.journal.height(), 4, 'the two, one that is gone, and a checkpoint');
    ledger.stops.stop('operator', 'deploying', 5);
    assert.deepEqual(await ledger.journal.verify(), {
      intact: true,
      records: 4,
      height: 5,
      head: ledger.journal.head(),
    });
  });

  it('does not take a record without a link for one of the time before there were any', async (t) => {
    const dataDir = folder(t);
    const ledger = openLedger(dataDir);
    for (const reason of ['hands off', 'deploying']) ledger.stops.stop('operator', reason, 5);
    ledger.close();
    const db = new DatabaseSync(ledger.file);
    db.exec(`DROP TRIGGER journal_is_never_changed;
      UPDATE journal SET record = replace(record, 'hands off', 'go on') WHERE seq = 1;
      UPDATE journal SET hash = NULL WHERE seq = 2`);
    db.close();
    const again = openLedger(dataDir);
    t.after(again.close);
    assert.equal((await again.journal.verify()).intact, false);
  });

  it('makes no new key for a journal that is chained with one', (t) => {
    const dataDir = folder(t);
    const ledger = openLedger(dataDir);
    ledger.stops.stop('operator', 'hands off', 5);
    ledger.close();
    rmSync(join(dataDir, 'journal.key'));
    assert.throws(
      () => openLedger(dataDir),
      /journal\.key is gone, .* put it back from a copy, or move both aside/,
    );
    assert.equal(existsSync(join(dataDir, 'journal.key')), false);
  });

  it('asks for the key that is configured, and makes one only where none is', (t) => {
    const dataDir = folder(t);
    assert.throws(() => openLedger(dataDir, join(dataDir, 'elsewhere.key')), /journal_key_file: cannot read/);
    writeFileSync(join(dataDir, 'short.key'), 'short');
    assert.throws(() => openLedger(dataDir, join(dataDir, 'short.key')), /fewer than 32 characters/);
    openLedger(dataDir).close();
    const key = readFileSync(join(dataDir, 'journal.key'), 'utf8');
    assert.match(key, /^[0-9a-f]{64}\n$/);
    openLedger(dataDir).close();
    assert.equal(readFileSync(join(dataDir, 'journal.key'), 'utf8'), key);
  });
});

describe('the ledger', () => {
  it('counts restarts between looks, and a counter that fell as one that began anew', (t) => {
    const { restartCounts, close } = openLedger(folder(t));
    t.after(close);
    const note = (at: number, restarts: number) =>
      restartCounts.note([{ app: 'web', pmId: 3, restarts }], at);
    assert.deepEqual(restartCounts.increase('web', 0), { restarts: new Map(), from: null });
    note(1_000, 5);
    note(2_000, 7);
    note(3_000, 1);
    assert.deepEqual(restartCounts.increase('web', 1_500), { restarts: new Map([[3, 3]]), from: 1_000 });
    assert.deepEqual(restartCounts.increase('web', 2_500), { restarts: new Map([[3, 1]]), from: 2_000 });
    assert.deepEqual(restartCounts.increase('other', 0), { restarts: new Map(), from: null });
  });

  it('tells people once about one thing, and again after it had ended', (t) => {
    const { escalations, close } = openLedger(folder(t));
    t.after(close);
    const labels = {
      org: 'platform',
      incident: 'service_down',
      target_kind: 'service',
      target_id: 'web',
      action: 'restart_process',
      reason: 'not_fixed',
    };
    assert.equal(escalations.open('episode/1', labels, 1), true);
    assert.equal(escalations.open('episode/1', labels, 2), false);
    assert.equal(escalations.all().length, 1);
    assert.equal(escalations.end('episode/1', 3), true);
    assert.equal(escalations.end('episode/1', 4), false);
    assert.equal(escalations.open('episode/1', labels, 5), true);
  });

  it('lets one holder have a lease, and drops what no remediation holds', (t) => {
    const { leases, close } = openLedger(folder(t));
    t.after(close);
    assert.equal(leases.take('process/web', 1), true);
    assert.equal(leases.take('process/web', 2), false);
    leases.bind('process/web', 7);
    leases.release('process/web');
    leases.dropUnbound();
    assert.equal(leases.holder('process/web')?.remediationId, 7);
    leases.finish(7);
    assert.equal(leases.holder('process/web'), null);
  });

  it("lets no decision have the lease of a person's undo, and begins nothing without one", (t) => {
    const { leases, close } = openLedger(folder(t));
    t.after(close);
    const giveBack = leases.takeForUndo('process/web', 1);
    assert.equal(leases.takeForUndo('process/web', 2), null);
    leases.release('process/web');
    assert.equal(leases.take('process/web', 3), false);
    assert.throws(() => leases.bind('process/web', 7), /the lease on process\/web/);
    giveBack?.();
    assert.throws(() => leases.bind('process/web', 7), /the lease on process\/web/);
    assert.equal(leases.take('process/web', 4), true);
    leases.bind('process/web', 7);
    assert.throws(() => leases.bind('process/web', 8), /the lease on process\/web/);
  });
});
