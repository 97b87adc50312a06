import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { backupsInDirectory } from './backups-in-directory.ts';

const NOON = Date.parse('2026-03-01T12:00:00Z');

describe('the backups in a folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'backups-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A file of so many bytes, written so many hours before noon. */
  function backup(name: string, hours: number, size = 1): void {
    const path = join(folder, name);
    writeFileSync(path, 'x'.repeat(size));
    const at = (NOON - hours * 3_600_000) / 1_000;
    utimesSync(path, at, at);
  }
  const names = async () => {
    const { newest, before } = await backupsInDirectory(folder);
    return [newest, ...before].map((found) => found?.name);
  };

  it('are the newest eight, however they are listed', async () => {
    for (const [name, days] of [...'badecigfhj'].map((name, i) => [name, (i * 7) % 10] as const)) {
      backup(`${name}.sql.gz`, 6 + 24 * days, 10 + days);
    }
    const { newest, before } = await backupsInDirectory(folder);
    assert.deepEqual(newest, { name: 'b.sql.gz', sizeBytes: 10, at: NOON - 6 * 3_600_000 });
    assert.deepEqual(before[0], { name: 'e.sql.gz', sizeBytes: 11, at: NOON - 30 * 3_600_000 });
    const sizes = before.map(({ sizeBytes }) => sizeBytes);
    assert.deepEqual(sizes, [11, 12, 13, 14, 15, 16, 17]);
  });

  it('are none in an empty folder, and one where there is one', async () => {
    assert.deepEqual(await names(), [undefined]);
    backup('only.dump', 3);
    assert.deepEqual(await names(), ['only.dump']);
  });

  it('are no hidden or partial files, no checksums, no links and no folders', async () => {
    backup('full.dump', 20);
    const others = [
      '.hidden.dump',
      'a.dump.tmp',
      'a.dump.part',
      'a.dump.PARTIAL',
      'full.dump.sha256',
      'full.md5',
    ];
    for (const name of [...others, 'full.dump.asc', 'backup.log']) backup(name, 1);
    symlinkSync(join(folder, 'full.dump'), join(folder, 'latest.dump'));
    mkdirSync(join(folder, 'older'));
    assert.deepEqual(await names(), ['full.dump']);
  });

  it('cannot be told of a folder that is not there', async () => {
    await assert.rejects(backupsInDirectory(join(folder, 'gone')), /ENOENT.*gone/);
  });
});
