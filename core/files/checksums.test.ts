import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Backup } from './backup.ts';
import { type Checksums, type ChecksumsOptions, createChecksums } from './checksums.ts';

const sumOf = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

describe('the checksum of a backup', () => {
  let folder: string;
  let checksums: Checksums;
  const create = (options: ChecksumsOptions = {}) => {
    checksums = createChecksums({ patienceMs: 5_000, ...options });
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'checksums-'));
    create();
  });
  afterEach(() => {
    checksums.close();
    rmSync(folder, { recursive: true });
  });

  const path = () => join(folder, 'a.dump');
  const at = (): Backup => {
    const { size, mtimeMs } = statSync(path());
    return { name: 'a.dump', sizeBytes: size, at: mtimeMs };
  };
  const given = (content: string, sums: string | null) => {
    writeFileSync(path(), content);
    if (sums !== null) writeFileSync(`${path()}.sha256`, sums);
  };
  const answer = () => checksums.of(folder, at());

  const fits = sumOf('content');
  const other = sumOf('other');
  const cases: readonly [string, string | null, string][] = [
    ['absent where there is none', null, 'absent'],
    ['verified as sha256sum writes it', `${fits}  a.dump\n`, 'verified'],
    ['verified in binary mode, with a path', `${fits} */var/backups/a.dump\n`, 'verified'],
    ['verified by the sum alone, in capitals', fits.toUpperCase(), 'verified'],
    ['verified by its line among those of others', `${other}  b.dump\n${fits}  a.dump\n`, 'verified'],
    ['mismatched when it is that of something else', `${other}  a.dump\n`, 'mismatched'],
    ['unreadable when it is of another file only', `${fits}  b.dump\n`, 'unreadable'],
    ['unreadable when it is no sum', 'd41d8cd98f00b204e9800998ecf8427e  a.dump\n', 'unreadable'],
    ['unreadable when it is empty', '', 'unreadable'],
  ];
  for (const [name, sums, expected] of cases) {
    it(`is ${name}`, async () => {
      given('content', sums);
      assert.equal(await answer(), expected);
    });
  }

  it('is unreadable when the backup is, and tried again the next time', async () => {
    given('content', fits);
    const backup = at();
    rmSync(path());
    assert.equal(await checksums.of(folder, backup), 'unreadable');
    given('content', fits);
    assert.equal(await answer(), 'verified');
  });

  it('is not taken from a file that was written meanwhile', async () => {
    given('content', fits);
    assert.equal(await checksums.of(folder, { ...at(), sizeBytes: 6 }), 'unreadable');
  });

  it('is compared once, and again when name, size, time or sum has changed', async () => {
    given('content', fits);
    const { atimeMs, mtimeMs } = statSync(path());
    const touch = () => utimesSync(path(), atimeMs / 1_000, mtimeMs / 1_000);
    touch();
    assert.equal(await answer(), 'verified');
    writeFileSync(path(), 'CONTENT');
    touch();
    assert.equal(await answer(), 'verified', 'nothing that is looked at has changed');
    utimesSync(path(), 1, 1);
    assert.equal(await answer(), 'mismatched');
    writeFileSync(`${path()}.sha256`, sumOf('CONTENT'));
    assert.equal(await answer(), 'verified');
  });

  it('is pending while a large backup is read, which holds nobody up, and known afterwards', async () => {
    create({ patienceMs: 0 });
    const large = 'x'.repeat(50_000_000);
    given(large, sumOf(large));
    assert.equal(await answer(), 'pending');
    let known = await answer();
    while (known === 'pending') known = await answer();
    assert.equal(known, 'verified');
  });

  it('is given up when it takes too long, or is no longer wanted', async () => {
    given('', other);
    truncateSync(path(), 50_000_000_000);
    create({ timeoutMs: 20 });
    assert.equal(await answer(), 'unreadable');
    create();
    const asked = answer();
    setImmediate(() => checksums.close());
    assert.equal(await asked, 'unreadable');
  });
});
