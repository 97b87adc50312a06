import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { copyStore } from '../../core/journal/copy-store.ts';
import { defaultKeyFile, readJournalKey } from '../../core/journal/journal-key.ts';
import { STORE_FILE, verifyStore } from '../../core/journal/read-store.ts';
import { openLedger } from './ledger.ts';

describe('a copy of the ledger', () => {
  it('is whole although it is written to meanwhile, and a remediator goes on with it', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'copy-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const ledger = openLedger(join(folder, 'store'));
    t.after(ledger.close);
    ledger.stops.stop('operator', 'deploying', 1);
    const other = new DatabaseSync(ledger.file);
    other.exec("BEGIN IMMEDIATE; UPDATE stops SET reason = 'not committed yet'");
    const restored = join(folder, 'restored');
    mkdirSync(restored);
    const copy = join(restored, STORE_FILE);

    copyStore(ledger.file, copy);

    other.exec('COMMIT');
    other.close();
    assert.deepEqual(readdirSync(restored), [STORE_FILE], 'it is one file');
    const key = defaultKeyFile(join(folder, 'store'));
    const verdict = await verifyStore(copy, readJournalKey(key));
    assert.deepEqual([verdict.intact, verdict.intact && verdict.height], [true, 1]);
    copyFileSync(key, defaultKeyFile(restored));
    const again = openLedger(restored);
    assert.deepEqual(again.durability(), { journalMode: 'wal', synchronous: 2 });
    assert.deepEqual(
      again.stops.active().map(({ reason }) => reason),
      ['deploying'],
    );
    again.stops.resume(3, 'operator');
    assert.equal((await again.journal.verify()).intact, true);
    again.close();
  });
});
